package io.gatehouse.jetty.launcher;

import io.gatehouse.route.Route;
import io.gatehouse.route.RouteTable;
import io.gatehouse.route.VirtualHost;
import io.gatehouse.route.condition.Condition;
import io.gatehouse.route.condition.UriExact;
import io.gatehouse.route.condition.UriPrefix;
import java.util.List;

/** Paths worth a try on a host: one that is routed and, where not everything is, one that is not. */
final class TryPaths {
    /** What httpbin serves and the sample does not expose. */
    private static final String UNROUTED = "/headers";

    private TryPaths() {}

    static List<String> of(RouteTable routes, String host) {
        VirtualHost virtualHost = routes.find(host);
        if (virtualHost == null || virtualHost.routes().isEmpty()) {
            return List.of("/");
        }
        String routed = path(virtualHost.routes().get(0));
        boolean all = virtualHost.routes().stream().anyMatch(Route::isCatchAll);
        return all ? List.of(routed) : List.of(routed, UNROUTED);
    }

    private static String path(Route route) {
        Condition uri = route.uri();
        if (uri instanceof UriExact exact) {
            return exact.value();
        }
        if (uri instanceof UriPrefix prefix) {
            // httpbin answers below /status, not at it.
            return prefix.value().equals("/status") ? "/status/200" : prefix.value();
        }
        return "/";
    }
}
