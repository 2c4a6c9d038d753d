package io.gatehouse.control;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceKey;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.source.ConfigReading;
import io.gatehouse.source.SourceCodes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Remembers the last good version of every resource, and puts it in the place of one that became bad. A resource that
 * is no longer there is forgotten; one that was never good is left out.
 */
final class LastGood {
    private final Function<ResourceSet, List<Diagnostic>> validator;
    private ResourceSet good = ResourceSet.empty();

    LastGood(Function<ResourceSet, List<Diagnostic>> validator) {
        this.validator = validator;
    }

    /**
     * What a reading comes to.
     *
     * @param resources good ones, and old good ones in the place of bad ones
     * @param diagnostics all findings of decoding and validating
     * @param kept whose old version goes on
     */
    record Outcome(ResourceSet resources, List<Diagnostic> diagnostics, Set<ResourceKey> kept) {}

    /** Takes a reading, and remembers what is good of it. */
    Outcome take(ConfigReading reading) {
        List<Diagnostic> diagnostics = new ArrayList<>(reading.diagnostics());
        Map<ResourceKey, Resource> next = firstOfEach(reading.resources(), diagnostics);
        Set<ResourceKey> kept = new LinkedHashSet<>();
        for (ResourceKey key : notUnderstood(reading)) {
            keep(key, next, kept);
        }
        ResourceSet judged = ResourceSet.of(next.values());
        List<Diagnostic> findings = validator.apply(judged);
        diagnostics.addAll(findings);
        boolean allGood = true;
        for (Diagnostic finding : findings) {
            if (finding.isError() && finding.resource() != null && !kept.contains(finding.resource())) {
                allGood = false;
                next.remove(finding.resource());
                keep(finding.resource(), next, kept);
            }
        }
        good = allGood ? judged : ResourceSet.of(next.values());
        return new Outcome(good, List.copyOf(diagnostics), kept);
    }

    private void keep(ResourceKey key, Map<ResourceKey, Resource> next, Set<ResourceKey> kept) {
        good.find(key).ifPresent(old -> {
            if (next.putIfAbsent(key, old) == null) {
                kept.add(key);
            }
        });
    }

    private Set<ResourceKey> notUnderstood(ConfigReading reading) {
        Set<ResourceKey> keys = new LinkedHashSet<>(reading.refused());
        if (reading.unclear().isEmpty()) {
            return keys;
        }
        for (Resource resource : good.all()) {
            if (reading.unclear().contains(resource.position().source())) {
                keys.add(resource.key());
            }
        }
        return keys;
    }

    private static Map<ResourceKey, Resource> firstOfEach(ResourceSet resources, List<Diagnostic> diagnostics) {
        Map<ResourceKey, Resource> first = new LinkedHashMap<>();
        for (Resource resource : resources.all()) {
            Resource other = first.putIfAbsent(resource.key(), resource);
            if (other != null) {
                diagnostics.add(new Diagnostic(
                        SourceCodes.DEFINED_TWICE,
                        Diagnostic.Level.ERROR,
                        resource.position(),
                        resource.key(),
                        "metadata.name",
                        "defined before in " + other.position() + ", which counts",
                        "remove one of the two"));
            }
        }
        return first;
    }
}
