package io.gatehouse.compile;

import io.gatehouse.route.RouteTable;
import io.gatehouse.route.VirtualHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the virtual hosts of one route table: VirtualServices that come to share a host are joined in the order in
 * which they are added.
 */
final class HostTable {
    private final Map<String, Entry> hosts = new LinkedHashMap<>();
    private final Compilation compilation;

    HostTable(Compilation compilation) {
        this.compilation = compilation;
    }

    /** Adds what the VirtualServices of a server's Gateway say of its hosts. */
    void add(GatewayServer server) {
        PieceScope scope = new PieceScope(server.gatewayName(), server.port(), server.tls() != null);
        HttpPieces.OfScope pieces = compilation.memory.pieces.of(scope);
        for (BoundService service : compilation.bound.candidates(server.gatewayName(), server.hosts())) {
            if (!service.isEmpty()) {
                add(server, service, pieces);
            }
        }
        if (server.httpsRedirect()) {
            server.hosts().names().forEach(host -> entry(host).httpsRedirect = true);
        }
    }

    private void add(GatewayServer server, BoundService service, HttpPieces.OfScope pieces) {
        HttpPiece known = pieces.known(service);
        List<String> shared = known == null ? null : known.hostsOn(server.hosts());
        if (shared == null) {
            shared = List.copyOf(server.hosts().intersection(service.hosts(), service.namespace()));
            shared = shared.equals(service.hosts()) ? service.hosts() : shared;
        }
        if (shared.isEmpty()) {
            return;
        }
        HttpPiece piece = pieces.get(service, compilation.clusters);
        piece.serves(server.hosts(), shared);
        piece.diagnostics().forEach(compilation::report);
        // A VirtualService without a route for here makes no virtual host
        if (!piece.routes().isEmpty()) {
            for (String host : shared) {
                Entry entry = entry(host);
                entry.pieces.add(piece);
                entry.httpsRedirect |= server.httpsRedirect();
            }
        }
    }

    private Entry entry(String host) {
        return hosts.computeIfAbsent(host, key -> new Entry());
    }

    RouteTable build() {
        List<VirtualHost> built = new ArrayList<>(hosts.size());
        hosts.forEach((host, entry) ->
                built.add(new VirtualHost(host, entry.httpsRedirect, compilation.memory.pieces.index(entry.pieces))));
        return RouteTable.of(built);
    }

    private static final class Entry {
        private final List<HttpPiece> pieces = new ArrayList<>(1);
        private boolean httpsRedirect;
    }
}
