package io.gatehouse.jetty.tls;

import io.gatehouse.route.L4Route;
import io.gatehouse.route.ServerSpec;
import java.util.List;

/** Where a ClientHello with some server name leads. */
public sealed interface TlsTarget {
    /** To a handshake with the gateway itself. */
    record Terminate(ServerSpec server, TlsContext context) implements TlsTarget {}

    /** To an upstream, still encrypted, by the first of these routes that fits the connection. */
    record PassThrough(ServerSpec server, List<L4Route> routes) implements TlsTarget {
        public PassThrough {
            routes = List.copyOf(routes);
        }
    }

    /** Nowhere: the server has no usable certificate, and no other server may speak for its hosts. */
    record Unserved(ServerSpec server) implements TlsTarget {}
}
