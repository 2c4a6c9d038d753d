package io.gatehouse.resource.decode;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a text said.
 *
 * @param resources those without an error
 * @param diagnostics all findings; an error names the object it refuses where the text says who it is
 */
public record Decoded(List<Resource> resources, List<Diagnostic> diagnostics) {
    public Decoded {
        resources = List.copyOf(resources);
        diagnostics = List.copyOf(diagnostics);
    }

    /** The objects that were refused, so that a source can keep their last good version. */
    public Set<ResourceKey> refused() {
        Set<ResourceKey> refused = new LinkedHashSet<>();
        for (Diagnostic diagnostic : diagnostics) {
            if (diagnostic.isError() && diagnostic.resource() != null) {
                refused.add(diagnostic.resource());
            }
        }
        return refused;
    }

    /** True when something was refused of which the text doesn't say what object it is. */
    public boolean refusedUnnamed() {
        return diagnostics.stream().anyMatch(d -> d.isError() && d.resource() == null);
    }
}
