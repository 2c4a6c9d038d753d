package io.gatehouse.route.condition;

import io.gatehouse.route.RequestView;

/** {@code queryParams.NAME: {}}: the parameter is there, with or without a value. */
public record QueryParamPresent(String name) implements Condition {
    @Override
    public boolean matches(RequestView request) {
        String query = request.query();
        return query != null && QueryName.valueStart(query, name) >= 0;
    }

    @Override
    public String describe() {
        return "query parameter " + name + " present";
    }
}
