package io.gatehouse.route.condition;

import io.gatehouse.route.RequestView;

/**
 * {@code withoutHeaders.NAME: {}}: the header is not there.
 *
 * @param name lower-case
 */
public record WithoutHeaderPresent(String name) implements Condition {
    @Override
    public boolean matches(RequestView request) {
        return HeaderValues.of(request, name).isEmpty();
    }

    @Override
    public String describe() {
        return "without header " + name;
    }
}
