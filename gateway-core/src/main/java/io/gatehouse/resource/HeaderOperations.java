package io.gatehouse.resource;

import java.util.List;
import java.util.Map;

/**
 * What is done to headers of one direction.
 *
 * @param set overwrites; in the order written
 * @param add appends; in the order written
 */
public record HeaderOperations(Map<String, String> set, Map<String, String> add, List<String> remove) {
    /** Nothing is done. */
    public static final HeaderOperations NONE = new HeaderOperations(Map.of(), Map.of(), List.of());

    public HeaderOperations {
        set = Ordered.copyOf(set);
        add = Ordered.copyOf(add);
        remove = List.copyOf(remove);
    }
}
