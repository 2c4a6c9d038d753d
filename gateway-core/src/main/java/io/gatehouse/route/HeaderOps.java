package io.gatehouse.route;

import java.util.ArrayList;
import java.util.List;

/**
 * Header operations of a route or destination ({@code headers.request}, {@code headers.response}), done in this order:
 * remove, set, add.
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
     * Both at once, as Istio joins a route's operations with those of its only destination: all that is removed, then
     * all that is set (of one name the later wins), then all that is added.
     */
    public HeaderOps plus(HeaderOps later) {
        if (later.isEmpty()) {
            return this;
        }
        return isEmpty()
                ? later
                : new HeaderOps(joined(set, later.set), joined(add, later.add), joined(remove, later.remove));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /**
     * One header to write.
     *
     * @param name lower-case
     * @param value may hold {@code %…%} variables; what comes out empty is not written
     */
    public record Entry(String name, ValueTemplate value) {
        /**
         * An entry as the user wrote it.
         *
         * @throws TemplateSyntaxException when the value can't be served; see {@link ValueTemplate#problem}
         */
        public Entry(String name, String value) {
            this(name, ValueTemplate.parse(value));
        }
    }
}
