package io.gatehouse.route.condition;

import io.gatehouse.route.RequestView;

/** {@code authority}: the Host as received, its port included; case-sensitive. */
public record Authority(TextMatch text) implements Condition {
    @Override
    public boolean matches(RequestView request) {
        return text.matches(request.authority());
    }

    @Override
    public String describe() {
        return "authority " + text.describe();
    }
}
