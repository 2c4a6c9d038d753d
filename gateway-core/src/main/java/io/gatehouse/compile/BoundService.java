package io.gatehouse.compile;

import io.gatehouse.resource.VirtualService;
import java.util.List;
import java.util.Set;

/**
 * A VirtualService with its names completed and its delegates merged in.
 *
 * @param source as the user wrote it
 * @param hosts complete and lower-case
 * @param gateways {@code namespace/name} each, or {@code mesh}
 * @param rules of {@code http[]}
 */
record BoundService(VirtualService source, List<String> hosts, Set<String> gateways, List<Rule> rules) {
    String namespace() {
        return source.metadata().namespace();
    }
}
