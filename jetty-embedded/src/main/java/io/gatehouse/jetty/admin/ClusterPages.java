package io.gatehouse.jetty.admin;

import io.gatehouse.upstream.Cluster;
import io.gatehouse.upstream.ClusterLoad;
import io.gatehouse.upstream.Endpoint;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is told of live clusters and their endpoints. */
final class ClusterPages {
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

    private static Map<String, Object> endpoint(Endpoint endpoint) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("endpoint", endpoint.name());
        page.put("state", endpoint.isUnhealthy() ? "unhealthy" : endpoint.isEjected() ? "ejected" : "healthy");
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
}
