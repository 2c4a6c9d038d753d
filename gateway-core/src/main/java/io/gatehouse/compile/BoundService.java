package io.gatehouse.compile;

import io.gatehouse.resource.VirtualService;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A VirtualService with its names completed and its delegates merged in.
 *
 * @param source as the user wrote it
 * @param hosts complete and lower-case
 * @param gateways {@code namespace/name} each, or {@code mesh}
 * @param merged the rules of {@code http[]} with those of delegates; null when there is no delegate
 */
record BoundService(
        VirtualService source,
        List<String> hosts,
        Set<String> gateways,
        @Nullable List<Rule> merged) {
    /** The rules of {@code http[]}. */
    List<Rule> rules() {
        return merged != null ? merged : Delegates.ownRules(source);
    }

    /** Whether there is no rule of {@code http[]}. */
    boolean isEmpty() {
        return merged != null ? merged.isEmpty() : source.http().isEmpty();
    }

    String namespace() {
        return source.metadata().namespace();
    }
}
