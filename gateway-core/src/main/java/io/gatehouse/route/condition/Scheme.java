package io.gatehouse.route.condition;

import io.gatehouse.route.RequestView;

/** {@code scheme}: of the connection, never of a header that the client sent. */
public record Scheme(TextMatch text) implements Condition {
    @Override
    public boolean matches(RequestView request) {
        return text.matches(request.scheme());
    }

    @Override
    public String describe() {
        return "scheme " + text.describe();
    }
}
