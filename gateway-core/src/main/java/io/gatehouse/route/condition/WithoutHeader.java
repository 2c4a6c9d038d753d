package io.gatehouse.route.condition;

import io.gatehouse.route.RequestView;
import java.util.List;

/**
 * {@code withoutHeaders.NAME}: no value of the header matches. A missing header counts as empty, so
 * {@code exact: ""} refuses requests without it.
 *
 * @param name lower-case
 */
public record WithoutHeader(String name, TextMatch text) implements Condition {
    @Override
    public boolean matches(RequestView request) {
        List<String> values = HeaderValues.of(request, name);
        return values.isEmpty() ? !text.matches("") : !HeaderValues.anyMatches(values, text);
    }

    @Override
    public String describe() {
        return "without header " + name + " " + text.describe();
    }
}
