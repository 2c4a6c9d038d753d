package io.gatehouse.control;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.ResourceKey;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the configuration stands.
 *
 * @param version of the snapshot that is served; 0 before the first
 * @param published when it was published; null before the first
 * @param readings how many readings were taken since start
 * @param snapshots how many of them changed what is served
 * @param resources how many resources are served
 * @param diagnostics all findings about the newest reading
 * @param kept resources whose last good version goes on in the place of a bad one
 */
public record ControlStatus(
        long version,
        @Nullable Instant published,
        long readings,
        long snapshots,
        int resources,
        List<Diagnostic> diagnostics,
        Set<ResourceKey> kept) {
    static final ControlStatus START = new ControlStatus(0, null, 0, 0, 0, List.of(), Set.of());

    public ControlStatus {
        diagnostics = List.copyOf(diagnostics);
        kept = Set.copyOf(kept);
    }

    /** How many of the findings are errors. */
    public long errors() {
        return diagnostics.stream().filter(Diagnostic::isError).count();
    }

    /** How many of the findings are warnings. */
    public long warnings() {
        return diagnostics.size() - errors();
    }
}
