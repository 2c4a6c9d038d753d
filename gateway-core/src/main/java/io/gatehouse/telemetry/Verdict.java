package io.gatehouse.telemetry;

import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.Decision;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.RequestView;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteAction;
import io.gatehouse.route.RouteTable;
import io.gatehouse.route.ServerSpec;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.VirtualHost;
import io.gatehouse.route.WeightedCluster;
import java.util.stream.Collectors;

/** A decision in one sentence. */
final class Verdict {
    private Verdict() {}

    static String of(Snapshot snapshot, RequestView request, Decision decision) {
        return switch (decision.outcome()) {
            case ROUTED -> routed(snapshot, decision);
            case NO_LISTENER -> "404: " + noListener(request, decision);
            case NO_VIRTUAL_HOST -> "404: " + noVirtualHost(request, decision);
            case NO_ROUTE -> "404: " + noRoute(decision);
            case HTTPS_REDIRECT ->
                "301 to https: a server with tls.httpsRedirect covers the host \"" + request.authority() + "\"";
            case MISDIRECTED -> "421: " + misdirected(request, decision);
        };
    }

    private static String noListener(RequestView request, Decision decision) {
        if (decision.listener() != null) {
            String sni = request.sni() == null ? "no server name (SNI)" : "the server name (SNI) " + request.sni();
            return "no server of " + decision.listener().key() + " covers " + sni + ", so TLS clients are refused";
        }
        return "no listener for " + request.scheme() + " on port " + request.localPort()
                + "; no Gateway server with this port selects this gateway";
    }

    private static String noVirtualHost(RequestView request, Decision decision) {
        ListenerSpec listener = decision.listener();
        ServerSpec server = decision.server();
        RouteTable table = server != null ? server.routes() : listener != null ? listener.routes() : RouteTable.EMPTY;
        String served = table.virtualHosts().stream().map(VirtualHost::domain).collect(Collectors.joining(", "));
        return "no virtual host covers \"" + request.authority() + "\"; "
                + (served.isEmpty()
                        ? "no VirtualService is bound to this port's Gateways with a host of theirs"
                        : "this port serves " + served);
    }

    private static String noRoute(Decision decision) {
        VirtualHost host = decision.virtualHost();
        if (host == null) {
            return "no route";
        }
        return host.routes().isEmpty()
                ? "virtual host " + host.domain() + " has no routes"
                : "none of the " + host.routes().size() + " routes of virtual host " + host.domain()
                        + " takes the request";
    }

    private static String misdirected(RequestView request, Decision decision) {
        String server = decision.server() == null
                ? ""
                : " of server " + decision.server().name();
        return "the connection is for " + (request.sni() == null ? "no server name" : request.sni()) + server
                + ", but the host \"" + request.authority() + "\" belongs to another server of this port";
    }

    private static String routed(Snapshot snapshot, Decision decision) {
        Route route = decision.route();
        if (route == null) {
            return "no route";
        }
        if (route.action() instanceof RouteAction.Redirect redirect) {
            return redirect.status() + ": a redirect of VirtualService " + route.virtualService();
        }
        if (route.action() instanceof RouteAction.DirectResponse direct) {
            return direct.status() + ": a direct response of VirtualService " + route.virtualService() + ", "
                    + direct.body().length + " bytes";
        }
        return forwarded(snapshot, route);
    }

    private static String forwarded(Snapshot snapshot, Route route) {
        if (!(route.action() instanceof RouteAction.Forward forward)) {
            return "";
        }
        boolean several = forward.destinations().size() > 1;
        return "sent to "
                + forward.destinations().stream()
                        .map(destination ->
                                (several ? destination.weight() + " parts " : "") + destination(snapshot, destination))
                        .collect(Collectors.joining("; "));
    }

    private static String destination(Snapshot snapshot, WeightedCluster destination) {
        ClusterSpec cluster = snapshot.clusters().get(destination.cluster());
        if (cluster == null) {
            return destination.cluster() + " (503: not known)";
        }
        if (cluster.unknown() != null) {
            return cluster.name() + " (503: " + cluster.unknown() + ")";
        }
        if (cluster.endpoints().isEmpty()) {
            return cluster.name() + " (503: it has no endpoints)";
        }
        return cluster.name() + " ("
                + cluster.endpoints().stream()
                        .limit(3)
                        .map(endpoint -> endpoint.address() + ":" + endpoint.port())
                        .collect(Collectors.joining(", "))
                + (cluster.endpoints().size() > 3 ? ", …" : "") + ")";
    }
}
