package io.gatehouse.route.condition;

import io.gatehouse.route.RequestView;

/** {@code method}: case-sensitive. */
public record Method(TextMatch text) implements Condition {
    @Override
    public boolean matches(RequestView request) {
        return text.matches(request.method());
    }

    @Override
    public String describe() {
        return "method " + text.describe();
    }
}
