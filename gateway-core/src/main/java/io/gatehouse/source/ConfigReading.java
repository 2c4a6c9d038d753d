package io.gatehouse.source;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.ResourceKey;
import io.gatehouse.resource.ResourceSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that a source says at one moment, and what it could not understand: of that, whoever serves it keeps what
 * was good before.
 *
 * @param resources those that decode
 * @param diagnostics findings of reading and decoding
 * @param refused objects that are there, with an error
 * @param unclear files (as positions name them) of which some part could not be read or attributed to an object
 */
public record ConfigReading(
        ResourceSet resources, List<Diagnostic> diagnostics, Set<ResourceKey> refused, Set<String> unclear) {
    /** Nothing at all. */
    public static final ConfigReading EMPTY = new ConfigReading(ResourceSet.empty(), List.of(), Set.of(), Set.of());

    public ConfigReading {
        diagnostics = List.copyOf(diagnostics);
        refused = Set.copyOf(refused);
        unclear = Set.copyOf(unclear);
    }
}
