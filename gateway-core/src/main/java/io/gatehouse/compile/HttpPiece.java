package io.gatehouse.compile;

import io.gatehouse.resource.Destination;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Recent;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteIndex;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one VirtualService for one Gateway and port. Equal only to itself: what is compiled once is kept while
 * nothing it was made from changes.
 */
final class HttpPiece {
    private static final Recent<List<Use>> USES = Recent.of(256);

    private final List<Route> routes;
    private final List<Use> uses;
    private final List<Diagnostic> diagnostics;
    private @Nullable RouteIndex index;
    private @Nullable ServerHosts server;
    private List<String> hosts = List.of();

    HttpPiece(List<Route> routes, Set<Use> uses, List<Diagnostic> diagnostics) {
        this.routes = List.copyOf(routes);
        this.uses = USES.share(List.copyOf(uses));
        this.diagnostics = List.copyOf(diagnostics);
    }

    List<Route> routes() {
        return routes;
    }

    /** The destinations that the routes lead to, each once. */
    List<Use> uses() {
        return uses;
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** The index of a host that only this VirtualService serves, as most are. */
    RouteIndex index() {
        if (index == null) {
            index = RouteIndex.of(HttpPieces.sorted(List.of(this)));
        }
        return index;
    }

    /** The hosts that it serves on a server, if that was the last one asked about; else null. */
    @Nullable
    List<String> hostsOn(ServerHosts wanted) {
        return wanted == server ? hosts : null;
    }

    void serves(ServerHosts newServer, List<String> newHosts) {
        this.server = newServer;
        this.hosts = newHosts;
    }

    /**
     * A destination and the cluster that it meant when the piece was made.
     *
     * @param namespace that its short name is of
     * @param cluster the cluster's name
     */
    record Use(Destination destination, String namespace, String cluster) {}
}
