package io.gatehouse.resource;

import java.util.List;

/** {@code spec.tls[]}: TLS that isn't terminated, routed by SNI. */
public record TlsRoute(List<TlsMatchAttributes> match, List<RouteDestination> route) {
    public TlsRoute {
        match = List.copyOf(match);
        route = List.copyOf(route);
    }
}
