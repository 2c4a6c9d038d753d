package io.gatehouse.route.condition;

import io.gatehouse.route.RequestView;

/**
 * {@code withoutHeaders.NAME}: the header's value does not match. A missing header counts as empty, so
 * {@code exact: ""} refuses requests without it.
 *
 * @param name lower-case
 */
public record WithoutHeader(String name, TextMatch text) implements Condition {
    @Override
    public boolean matches(RequestView request) {
        String value = HeaderValue.of(request, name);
        return !text.matches(value == null ? "" : value);
    }

    @Override
    public String describe() {
        return "without header " + name + " " + text.describe();
    }
}
