package io.gatehouse.compile;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.MeshSpec;
import io.gatehouse.route.RetrySpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the steps of one compilation read and leave for each other, in the order of the steps. */
final class Compilation {
    final ResourceSet resources;
    final CompileOptions options;
    final CompileMemory memory;

    /** By {@link ReadMesh}. */
    MeshSpec mesh = MeshSpec.DEFAULT;

    /** By {@link ReadMesh}: of rules that have no {@code retries}. */
    RetrySpec defaultRetry = RetrySpec.DEFAULT;

    /** By {@link SelectGateways}. */
    List<Gateway> gateways = List.of();

    /** By {@link MergeServers}. */
    List<MergedListener> listeners = List.of();

    /** By {@link BindVirtualServices}. */
    BoundServices bound = BoundServices.NONE;

    /** By {@link FindServices}. */
    Clusters clusters;

    /** By {@link BuildListeners}. */
    List<ListenerSpec> specs = List.of();

    private final Set<Diagnostic> diagnostics = new LinkedHashSet<>();

    Compilation(ResourceSet resources, CompileOptions options, CompileMemory memory) {
        this.resources = resources;
        this.options = options;
        this.memory = memory;
        this.clusters = Clusters.none(options);
    }

    /** Keeps a finding; one found twice, on two ports, is one. */
    void report(Diagnostic diagnostic) {
        diagnostics.add(diagnostic);
    }

    List<Diagnostic> diagnostics() {
        return List.copyOf(diagnostics);
    }
}
