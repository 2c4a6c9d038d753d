package io.gatehouse.compile;

import io.gatehouse.resource.ResourceSet;
import io.gatehouse.route.Snapshot;
import java.util.List;

/**
 * Makes a snapshot of resources. It remembers the last one: a resource that is the same object as before is not
 * compiled again. Used by one thread at a time.
 *
 * <pre>
 *   ReadMesh             mesh settings, default retries
 *   SelectGateways       Gateways whose selector fits this gateway, oldest first
 *   MergeServers         their servers onto ports (Service targetPort, conflicts, bind)
 *   FindServices         what destinations may name
 *   BindVirtualServices  names completed, delegates merged, sorted by Gateway
 *   BuildListeners       certificates, virtual hosts, routes; uses clusters as it goes
 * </pre>
 */
public final class SnapshotCompiler {
    private static final List<CompileStep> STEPS = List.of(
            new ReadMesh(),
            new SelectGateways(),
            new MergeServers(),
            new FindServices(),
            new BindVirtualServices(),
            new BuildListeners());

    private final CompileOptions options;
    private final CompileMemory memory;
    private long version;

    /** A compiler for one gateway. */
    public SnapshotCompiler(CompileOptions options) {
        this.options = options;
        this.memory = new CompileMemory(options);
    }

    /**
     * The snapshot of resources that were validated one by one. Whatever can't be served is left out and reported; it
     * keeps nothing else from being served.
     */
    public Compiled compile(ResourceSet resources) {
        Compilation compilation = new Compilation(resources, options, memory);
        for (CompileStep step : STEPS) {
            step.run(compilation);
        }
        memory.clusters = compilation.clusters.used();
        version++;
        Snapshot snapshot = new Snapshot(version, compilation.specs, compilation.clusters.used(), compilation.mesh);
        return new Compiled(snapshot, compilation.diagnostics());
    }
}
