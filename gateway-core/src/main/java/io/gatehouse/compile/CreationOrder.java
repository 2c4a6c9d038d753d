package io.gatehouse.compile;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Istio's order of resources that compete: the oldest first, then by name, then by namespace. Files carry no
 * {@code creationTimestamp} unless somebody writes one; such a resource counts as older than all that have one.
 */
final class CreationOrder {
    private static final Comparator<Resource> ORDER = Comparator.<Resource, Instant>comparing(CreationOrder::created)
            .thenComparing(resource -> resource.metadata().name())
            .thenComparing(resource -> resource.metadata().namespace());

    private CreationOrder() {}

    static <R extends Resource> List<R> sort(Collection<R> resources) {
        return resources.stream().sorted(ORDER).toList();
    }

    private static Instant created(Resource resource) {
        Metadata metadata = resource.metadata();
        Instant created = metadata.creationTimestamp();
        return created == null ? Instant.MIN : created;
    }
}
