package io.gatehouse.route;

import io.gatehouse.route.condition.Condition;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a snapshot as text for people and for tests: stable, in order, one thing a line. Keys and certificates appear
 * by name only.
 */
public final class SnapshotPrinter {
    private final StringBuilder out = new StringBuilder();

    private SnapshotPrinter() {}

    /** The whole snapshot but its version. */
    public static String print(Snapshot snapshot) {
        SnapshotPrinter printer = new SnapshotPrinter();
        if (!snapshot.mesh().equals(MeshSpec.DEFAULT)) {
            printer.line(0, snapshot.mesh().toString());
        }
        snapshot.listeners().forEach(printer::listener);
        new TreeMap<>(snapshot.clusters()).values().forEach(printer::cluster);
        return printer.out.toString();
    }

    private void listener(ListenerSpec listener) {
        line(0, "listener " + listener.key() + " " + listener.protocol() + " gateway port " + listener.gatewayPort());
        listener.servers().forEach(this::server);
        listener.routes().virtualHosts().forEach(host -> host(1, host));
    }

    private void server(ServerSpec server) {
        line(
                1,
                "server " + server.gateway() + " " + server.name() + " " + server.hosts() + " " + server.inner()
                        + (server.httpsRedirect() ? " to https" : ""));
        TlsSpec tls = server.tls();
        if (tls != null) {
            line(
                    2,
                    "tls " + tls.mode() + " " + tls.minVersion() + ".." + tls.maxVersion() + " "
                            + tls.certificates().stream()
                                    .map(CertificateSource::describe)
                                    .toList()
                            + (tls.clientCa() == null
                                    ? ""
                                    : " client CA " + tls.clientCa().describe()));
        }
        server.routes().virtualHosts().forEach(host -> host(2, host));
        for (L4Route route : server.l4()) {
            line(2, "l4 " + route.name() + " " + route.sniHosts() + " -> " + destinations(route.destinations()));
        }
    }

    private void host(int depth, VirtualHost host) {
        line(depth, "host " + host.domain() + (host.httpsRedirect() ? " to https" : ""));
        for (Route route : host.routes()) {
            String conditions = route.conditions().isEmpty()
                    ? "anything"
                    : route.conditions().stream().map(Condition::describe).collect(Collectors.joining(" and "));
            String name = route.name().isEmpty() ? "" : " \"" + route.name() + "\"";
            line(
                    depth + 1,
                    "route " + route.virtualService() + name + ": " + conditions + " -> " + action(route.action())
                            + policy(route.policy()));
        }
    }

    private static String action(RouteAction action) {
        if (action instanceof RouteAction.Forward forward) {
            return destinations(forward.destinations());
        }
        if (action instanceof RouteAction.DirectResponse response) {
            return "answer " + response.status() + " of " + response.body().length + " bytes";
        }
        return action.toString();
    }

    private static String destinations(List<WeightedCluster> destinations) {
        return destinations.stream()
                .map(each -> each.cluster()
                        + (destinations.size() == 1 ? "" : " weight " + each.weight())
                        + (each.authority() == null ? "" : " as " + each.authority()))
                .collect(Collectors.joining(", "));
    }

    /** What differs from a rule that says nothing. */
    private static String policy(RoutePolicy policy) {
        RoutePolicy standard = RoutePolicy.DEFAULT;
        StringBuilder text = new StringBuilder();
        differing(text, "timeout", policy.timeout(), standard.timeout());
        differing(text, "retry", retry(policy.retry()), retry(standard.retry()));
        differing(text, "rewrite", policy.rewrite(), standard.rewrite());
        differing(text, "fault", policy.fault(), standard.fault());
        differing(text, "mirrors", policy.mirrors(), standard.mirrors());
        differing(text, "cors", policy.cors(), standard.cors());
        differing(text, "request", policy.requestHeaders(), standard.requestHeaders());
        differing(text, "response", policy.responseHeaders(), standard.responseHeaders());
        return text.toString();
    }

    private static String retry(RetrySpec retry) {
        return retry.attempts() + " on " + retry.on().stream().sorted().toList() + " and "
                + retry.statuses().stream().sorted().toList()
                + (retry.perTryTimeout() == null ? "" : " each within " + retry.perTryTimeout());
    }

    private static void differing(StringBuilder text, String name, @Nullable Object value, @Nullable Object standard) {
        if (value != null && !value.equals(standard)) {
            text.append("; ").append(name).append(' ').append(value);
        }
    }

    private void cluster(ClusterSpec cluster) {
        line(
                0,
                "cluster " + cluster.name() + " " + cluster.protocol() + " " + cluster.resolution()
                        + (cluster.unknown() == null ? "" : " unknown: " + cluster.unknown()));
        for (EndpointSpec endpoint : cluster.endpoints()) {
            line(
                    1,
                    endpoint.address() + ":" + endpoint.port()
                            + (endpoint.weight() == 1 ? "" : " weight " + endpoint.weight())
                            + (endpoint.labels().isEmpty() ? "" : " " + new TreeMap<>(endpoint.labels()))
                            + (endpoint.locality().isEmpty() ? "" : " in " + endpoint.locality())
                            + (endpoint.priority() == 0 ? "" : " priority " + endpoint.priority()));
        }
        TrafficPolicySpec policy = cluster.policy();
        TrafficPolicySpec standard = TrafficPolicySpec.DEFAULT;
        setting("load balancing", policy.loadBalancing(), standard.loadBalancing());
        setting("warm-up", policy.warmup(), null);
        setting("pool", policy.connectionPool(), standard.connectionPool());
        setting("outliers", policy.outlier(), null);
        setting("tls", policy.tls() == null ? null : tls(policy.tls()), null);
        setting("tunnel", policy.tunnel(), null);
        setting("PROXY protocol", policy.proxyProtocol(), null);
        setting("retry budget", policy.retryBudget(), null);
        setting("health check", policy.healthCheck(), null);
    }

    private static String tls(UpstreamTlsSpec tls) {
        return "as " + (tls.sni() == null ? "the Host" : tls.sni())
                + (tls.identity() == null ? "" : " with " + tls.identity().describe())
                + (tls.insecureSkipVerify() ? " unverified" : " names " + tls.subjectAltNames())
                + (tls.ca() == null ? "" : " by " + tls.ca().describe());
    }

    private void setting(String name, @Nullable Object value, @Nullable Object standard) {
        if (value != null && !value.equals(standard)) {
            line(1, name + " " + value);
        }
    }

    private void line(int depth, String text) {
        out.append("  ".repeat(depth)).append(text).append('\n');
    }
}
