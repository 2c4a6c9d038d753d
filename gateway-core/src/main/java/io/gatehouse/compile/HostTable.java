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
        for (BoundService service : compilation.bound.candidates(server.gatewayName(), server.hosts())) {
            // A VirtualService without HTTP routes for here makes no virtual host
            if (!service.rules().isEmpty()) {
                for (String host : server.hosts().intersection(service.hosts(), service.namespace())) {
                    HttpPiece piece = compilation.piece(service, scope);
                    if (!piece.routes().isEmpty()) {
                        Entry entry = hosts.computeIfAbsent(host, key -> new Entry());
                        entry.pieces.add(piece);
                        entry.httpsRedirect |= server.httpsRedirect();
                    }
                }
            }
        }
        if (server.httpsRedirect()) {
            server.hosts()
                    .names()
                    .forEach(host -> hosts.computeIfAbsent(host, key -> new Entry()).httpsRedirect = true);
        }
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
