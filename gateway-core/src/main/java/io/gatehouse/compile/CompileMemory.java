package io.gatehouse.compile;

import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.route.ClusterSpec;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one compilation leaves for the next, so that only what changed is compiled again. */
final class CompileMemory {
    /** By cluster name. */
    Map<String, ClusterSpec> clusters = Map.of();

    /** By Gateway, by identity. */
    Map<Gateway, List<GatewayServer>> servers = new IdentityHashMap<>();

    /** All that clusters are made from. */
    List<Resource> services = List.of();

    /** The last compilation; null before the first. */
    @Nullable
    Last last;

    /**
     * What a change of endpoints is compared with.
     *
     * @param resources of what is served now
     * @param made what they came to
     * @param services of the compilation that made the routes
     */
    record Last(ResourceSet resources, Compiled made, Clusters services) {}

    BoundServices.Memory bound = BoundServices.Memory.EMPTY;

    HttpPieces pieces;

    CompileMemory(CompileOptions options) {
        this.pieces = HttpPieces.none(options);
    }
}
