package io.gatehouse.resource;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Immutable copies of maps that keep the order in which the user wrote them. */
final class Ordered {
    private Ordered() {}

    static <V> Map<String, V> copyOf(Map<String, V> map) {
        if (map.isEmpty()) {
            return Map.of();
        }
        map.forEach((key, value) -> {
            Objects.requireNonNull(key);
            Objects.requireNonNull(value);
        });
        if (map.size() == 1) {
            return Map.copyOf(map); // has no order, and a sixth of the size
        }
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
