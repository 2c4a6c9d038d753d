package io.gatehouse.route.condition;

import io.gatehouse.route.RequestView;

/**
 * {@code queryParams.NAME}: the first value of the parameter matches; names and values are compared undecoded, and
 * {@code ?e} has the empty value that {@code ?e=} has.
 */
public record QueryParam(String name, TextMatch text) implements Condition {
    @Override
    public boolean matches(RequestView request) {
        String query = request.query();
        int start = query == null ? -1 : QueryName.valueStart(query, name);
        if (query == null || start < 0) {
            return false;
        }
        int end = query.indexOf('&', start);
        return text.matches(query.substring(start, end < 0 ? query.length() : end));
    }

    @Override
    public String describe() {
        return "query parameter " + name + " " + text.describe();
    }
}
