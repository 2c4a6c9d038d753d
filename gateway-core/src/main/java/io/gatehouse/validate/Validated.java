package io.gatehouse.validate;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.ResourceSet;
import java.util.List;

/**
 * The outcome for a whole set.
 *
 * @param accepted the resources without an error, in their order
 * @param diagnostics all findings, by resource and then by place
 */
public record Validated(ResourceSet accepted, List<Diagnostic> diagnostics) {
    public Validated {
        diagnostics = List.copyOf(diagnostics);
    }
}
