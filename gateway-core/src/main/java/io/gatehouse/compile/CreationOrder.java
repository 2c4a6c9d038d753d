package io.gatehouse.compile;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Istio's order of resources that compete: the oldest first, then by name, then by namespace. Files carry no
 * {@code creationTimestamp} unless somebody writes one; such a resource counts as older than all that have one.
 */
final class CreationOrder {
    private CreationOrder() {}

    static <R extends Resource> List<R> sort(Collection<R> resources) {
        List<R> sorted = new ArrayList<>(resources);
        sorted.sort(CreationOrder::compare);
        return sorted;
    }

    private static int compare(Resource left, Resource right) {
        Metadata one = left.metadata();
        Metadata other = right.metadata();
        int order = compare(one.creationTimestamp(), other.creationTimestamp());
        if (order == 0) {
            order = one.name().compareTo(other.name());
        }
        return order != 0 ? order : one.namespace().compareTo(other.namespace());
    }

    private static int compare(@Nullable Instant left, @Nullable Instant right) {
        if (left == null || right == null) {
            return left == right ? 0 : left == null ? -1 : 1;
        }
        return left.compareTo(right);
    }
}
