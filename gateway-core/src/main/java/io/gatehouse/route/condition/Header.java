package io.gatehouse.route.condition;

import io.gatehouse.route.RequestView;

/**
 * {@code headers.NAME}: the header is there and its value matches; of several of one name any may.
 *
 * @param name lower-case; pseudo-headers such as {@code :method} too
 */
public record Header(String name, TextMatch text) implements Condition {
    @Override
    public boolean matches(RequestView request) {
        return HeaderValues.anyMatches(HeaderValues.of(request, name), text);
    }

    @Override
    public String describe() {
        return "header " + name + " " + text.describe();
    }
}
