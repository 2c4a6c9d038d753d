package io.gatehouse.route.condition;

import io.gatehouse.route.RequestView;

/**
 * {@code headers.NAME}: the header is there and its value matches; several of one name count as one, joined by commas.
 *
 * @param name lower-case; pseudo-headers such as {@code :method} too
 */
public record Header(String name, TextMatch text) implements Condition {
    @Override
    public boolean matches(RequestView request) {
        String value = HeaderValue.of(request, name);
        return value != null && text.matches(value);
    }

    @Override
    public String describe() {
        return "header " + name + " " + text.describe();
    }
}
