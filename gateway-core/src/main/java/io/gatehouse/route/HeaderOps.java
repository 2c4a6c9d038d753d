package io.gatehouse.route;

import java.util.List;

/**
 * Header operations of a route or destination ({@code headers.request}, {@code headers.response}).
 *
 * @param set overwrites; names lower-case
 * @param add appends; names lower-case
 * @param remove names, lower-case
 */
public record HeaderOps(List<Entry> set, List<Entry> add, List<String> remove) {
    /** Nothing to do. */
    public static final HeaderOps NONE = new HeaderOps(List.of(), List.of(), List.of());

    public HeaderOps {
        set = List.copyOf(set);
        add = List.copyOf(add);
        remove = List.copyOf(remove);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return set.isEmpty() && add.isEmpty() && remove.isEmpty();
    }

    /**
     * One header to write.
     *
     * @param name lower-case
     * @param value as the user wrote it, {@code %…%} variables included
     */
    public record Entry(String name, String value) {}
}
