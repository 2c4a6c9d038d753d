package io.gatehouse.route;

import java.util.List;

/**
 * One port to open, with everything that the Gateways' servers say of it.
 *
 * @param key where to listen
 * @param gatewayPort the number in the Gateway ({@code servers[].port.number}); differs from the key's when a Service
 *     maps it; {@code HTTPMatchRequest.port} is compared with this one
 * @param protocol what a connection speaks once accepted
 * @param servers the servers merged onto this port, in Istio's order (oldest Gateway first). For {@link Protocol#HTTP}
 *     they share one route table; for {@link Protocol#TLS} each has its own, chosen by SNI
 * @param routes for {@link Protocol#HTTP}: the merged table of all servers; empty otherwise
 */
public record ListenerSpec(
        ListenerKey key, int gatewayPort, Protocol protocol, List<ServerSpec> servers, RouteTable routes) {
    public ListenerSpec {
        servers = List.copyOf(servers);
    }

    /** The three kinds of port; GRPC, HTTP2 and GRPC-WEB are HTTP here, and HTTPS is TLS with a terminating server. */
    public enum Protocol {
        /** Clear-text HTTP/1.1 and h2c by prior knowledge. */
        HTTP,
        /** TLS: each server says whether it is terminated (HTTP or TCP inside) or passed through. */
        TLS,
        /** Opaque bytes. */
        TCP
    }
}
