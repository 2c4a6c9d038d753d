package io.gatehouse.route.condition;

import io.gatehouse.route.RequestView;

/**
 * {@code headers.NAME: {}}: the header is there, with whatever value.
 *
 * @param name lower-case
 */
public record HeaderPresent(String name) implements Condition {
    @Override
    public boolean matches(RequestView request) {
        return !HeaderValues.of(request, name).isEmpty();
    }

    @Override
    public String describe() {
        return "header " + name + " present";
    }
}
