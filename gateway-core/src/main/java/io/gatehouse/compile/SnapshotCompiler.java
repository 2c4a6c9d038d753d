package io.gatehouse.compile;

import io.gatehouse.resource.ResourceSet;
import io.gatehouse.route.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a snapshot of resources. It remembers the last one: a resource that is the same object as before is not
 * compiled again, and when only endpoints changed, nothing is but the clusters that have them. Used by one thread at a
 * time.
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
        CompileMemory.Last last = memory.last;
        Compiled compiled = last == null ? null : otherEndpoints(resources, last);
        if (compiled == null) {
            compiled = compileAll(resources);
        }
        return compiled;
    }

    /** The same routes with other endpoints; null when there is more to do. */
    private @Nullable Compiled otherEndpoints(ResourceSet resources, CompileMemory.Last last) {
        if (!resources.sameButEndpoints(last.resources())) {
            return null;
        }
        EndpointChange change = EndpointChange.between(last.resources(), resources);
        if (change.movesListeners(options)) {
            return null;
        }
        Snapshot before = last.made().snapshot();
        version++;
        Snapshot snapshot = before.withClusters(
                version, last.services().changed(change.known(options.clusterDomain()), before.clusters()));
        Compiled compiled = new Compiled(snapshot, last.made().diagnostics());
        memory.last = new CompileMemory.Last(resources, compiled, last.services());
        memory.clusters = snapshot.clusters();
        memory.services = List.of(); // so that the next whole compilation looks its clusters up
        return compiled;
    }

    private Compiled compileAll(ResourceSet resources) {
        Compilation compilation = new Compilation(resources, options, memory);
        for (CompileStep step : STEPS) {
            step.run(compilation);
        }
        memory.clusters = compilation.clusters.used();
        version++;
        Snapshot snapshot = new Snapshot(version, compilation.specs, compilation.clusters.used(), compilation.mesh);
        Compiled compiled = new Compiled(snapshot, compilation.diagnostics());
        memory.last = new CompileMemory.Last(resources, compiled, compilation.clusters);
        return compiled;
    }
}
