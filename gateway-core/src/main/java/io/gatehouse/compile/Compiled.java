package io.gatehouse.compile;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.route.Snapshot;
import java.util.List;

/**
 * What became of a set of resources.
 *
 * @param snapshot what is served
 * @param diagnostics what could not be served, or not as written, and why
 */
public record Compiled(Snapshot snapshot, List<Diagnostic> diagnostics) {
    public Compiled {
        diagnostics = List.copyOf(diagnostics);
    }
}
