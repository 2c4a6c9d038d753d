package io.gatehouse.resource;

import java.util.List;

/** {@code spec.tcp[]}: raw connections. */
public record TcpRoute(List<L4MatchAttributes> match, List<RouteDestination> route) {
    public TcpRoute {
        match = List.copyOf(match);
        route = List.copyOf(route);
    }
}
