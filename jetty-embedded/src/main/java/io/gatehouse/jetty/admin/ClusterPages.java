package io.gatehouse.jetty.admin;

import io.gatehouse.route.Decision;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteAction;
import io.gatehouse.route.WeightedCluster;
import io.gatehouse.telemetry.ExplainedEndpoint;
import io.gatehouse.upstream.Cluster;
import io.gatehouse.upstream.ClusterLoad;
import io.gatehouse.upstream.Endpoint;
import io.gatehouse.upstream.EndpointHealth;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is told of live clusters and their endpoints. */
final class ClusterPages {
    private static final int MOST_EXPLAINED = 100;

    private ClusterPages() {}

    static List<Map<String, @Nullable Object>> of(Collection<Cluster> clusters) {
        return clusters.stream()
                .sorted(Comparator.comparing((Cluster cluster) -> cluster.spec().name()))
                .map(ClusterPages::cluster)
                .toList();
    }

    private static Map<String, @Nullable Object> cluster(Cluster cluster) {
        ClusterLoad load = cluster.load();
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("cluster", cluster.spec().name());
        page.put("protocol", cluster.spec().protocol());
        page.put("resolution", cluster.spec().resolution());
        page.put("unknown", cluster.spec().unknown());
        page.put("active", load.active());
        page.put("pending", load.pending());
        page.put("connections", load.connections());
        page.put("retrying", load.retries());
        page.put("total", load.total());
        page.put(
                "endpoints",
                cluster.endpoints().stream().map(ClusterPages::endpoint).toList());
        return page;
    }

    /** Those that a request with this decision may be sent to, and how well they are. */
    static List<ExplainedEndpoint> explain(Decision decision, Collection<Cluster> clusters) {
        Route route = decision.route();
        if (route == null || !(route.action() instanceof RouteAction.Forward forward)) {
            return List.of();
        }
        Set<String> names =
                forward.destinations().stream().map(WeightedCluster::cluster).collect(Collectors.toSet());
        return clusters.stream()
                .filter(cluster -> names.contains(cluster.spec().name()))
                .flatMap(cluster -> cluster.endpoints().stream()
                        .map(endpoint -> new ExplainedEndpoint(
                                cluster.spec().name(),
                                endpoint.name(),
                                endpoint.condition().describe())))
                .limit(MOST_EXPLAINED)
                .toList();
    }

    private static Map<String, @Nullable Object> endpoint(Endpoint endpoint) {
        EndpointHealth health = endpoint.condition();
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("endpoint", endpoint.name());
        page.put("state", health.state());
        page.put("check", health.check() == null ? null : check(health.check()));
        page.put("ejection", health.ejection() == null ? null : ejection(health.ejection()));
        page.put("weight", endpoint.weight());
        page.put("priority", endpoint.priority());
        page.put("active", endpoint.active());
        page.put("requests", endpoint.requests());
        page.put("retries", endpoint.retries());
        page.put("failures", endpoint.failures());
        page.put("resets", endpoint.resets());
        page.put("timeouts", endpoint.timeouts());
        page.put("failedChecks", endpoint.failedChecks());
        return page;
    }

    private static Map<String, @Nullable Object> check(EndpointHealth.Check check) {
        EndpointHealth.Failure failure = check.lastFailure();
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("healthy", check.healthy());
        page.put("since", check.since().toString());
        page.put("lastFailure", failure == null ? null : failure.problem());
        page.put("lastFailureTime", failure == null ? null : failure.time().toString());
        return page;
    }

    private static Map<String, @Nullable Object> ejection(EndpointHealth.Ejection ejection) {
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("secondsLeft", ejection.left().toSeconds());
        page.put("times", ejection.times());
        return page;
    }
}
