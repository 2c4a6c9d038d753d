package io.gatehouse.route;

import java.util.List;

/**
 * One domain of a route table, with the routes that serve it, in first-match order.
 *
 * @param domain exact name, {@code *.suffix} or {@code *}; lower-case
 * @param httpsRedirect every request gets 301 to https, route or not
 * @param routes in the order in which they are tried
 */
public record VirtualHost(String domain, boolean httpsRedirect, List<Route> routes) {
    public VirtualHost {
        routes = List.copyOf(routes);
    }
}
