package io.gatehouse.route.condition;

import io.gatehouse.route.RequestView;

/**
 * {@code uri.exact}: the whole path, without the query.
 *
 * @param ignoreCase {@code ignoreUriCase}
 */
public record UriExact(String value, boolean ignoreCase) implements Condition {
    @Override
    public boolean matches(RequestView request) {
        String path = request.path();
        return ignoreCase ? path.equalsIgnoreCase(value) : path.equals(value);
    }

    @Override
    public String describe() {
        return "uri exact \"" + value + "\"" + (ignoreCase ? " in any case" : "");
    }
}
