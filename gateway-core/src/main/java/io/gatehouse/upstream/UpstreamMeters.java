package io.gatehouse.upstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Shows what clusters and endpoints have under way, and had so far. Their number is bounded: by the configuration and
 * DNS, and in any case by {@value #MAX_ENDPOINTS} endpoints.
 *
 * <pre>
 *   gatehouse.cluster.active, .pending, .connections, .retrying   at this moment; tag cluster
 *   gatehouse.cluster.requests, .retries, .failures, .resets,
 *                    .timeouts, .overflows, .ejections            so far
 *   gatehouse.endpoint.active, .ejected, .unhealthy               at this moment; tags cluster, endpoint
 *   gatehouse.endpoint.requests, .retries, .failures, .resets, .timeouts, .failed.checks   so far
 * </pre>
 */
public final class UpstreamMeters {
    private static final int MAX_ENDPOINTS = 10_000;

    private final Clusters clusters;
    private final List<OfClusters> ofClusters = new ArrayList<>();
    private final List<OfEndpoints> ofEndpoints = new ArrayList<>();

    private record OfClusters(MultiGauge gauge, ToDoubleFunction<Cluster> value) {}

    private record OfEndpoints(MultiGauge gauge, ToDoubleFunction<Endpoint> value) {}

    /** Meters of these clusters; {@link #update} gives them their rows. */
    public UpstreamMeters(MeterRegistry registry, Clusters clusters) {
        this.clusters = clusters;
        cluster(registry, "active", cluster -> cluster.load().active());
        cluster(registry, "pending", cluster -> cluster.load().pending());
        cluster(registry, "connections", cluster -> cluster.load().connections());
        cluster(registry, "retrying", cluster -> cluster.load().retries());
        total(registry, "requests", ClusterLoad.Total::requests);
        total(registry, "retries", ClusterLoad.Total::retries);
        total(registry, "failures", ClusterLoad.Total::failures);
        total(registry, "resets", ClusterLoad.Total::resets);
        total(registry, "timeouts", ClusterLoad.Total::timeouts);
        total(registry, "overflows", ClusterLoad.Total::overflows);
        total(registry, "ejections", ClusterLoad.Total::ejections);
        endpoint(registry, "active", Endpoint::active);
        endpoint(registry, "ejected", endpoint -> endpoint.isEjected() ? 1 : 0);
        endpoint(registry, "unhealthy", endpoint -> endpoint.isUnhealthy() ? 1 : 0);
        endpoint(registry, "failed.checks", Endpoint::failedChecks);
        endpoint(registry, "requests", Endpoint::requests);
        endpoint(registry, "retries", Endpoint::retries);
        endpoint(registry, "failures", Endpoint::failures);
        endpoint(registry, "resets", Endpoint::resets);
        endpoint(registry, "timeouts", Endpoint::timeouts);
    }

    private void total(MeterRegistry registry, String name, ToDoubleFunction<ClusterLoad.Total> value) {
        cluster(registry, name, cluster -> value.applyAsDouble(cluster.load().total()));
    }

    private void cluster(MeterRegistry registry, String name, ToDoubleFunction<Cluster> value) {
        ofClusters.add(
                new OfClusters(MultiGauge.builder("gatehouse.cluster." + name).register(registry), value));
    }

    private void endpoint(MeterRegistry registry, String name, ToDoubleFunction<Endpoint> value) {
        ofEndpoints.add(
                new OfEndpoints(MultiGauge.builder("gatehouse.endpoint." + name).register(registry), value));
    }

    /** Takes over the clusters and endpoints of this moment; called before the meters are read. */
    public synchronized void update() {
        List<Cluster> all = List.copyOf(clusters.all());
        for (OfClusters each : ofClusters) {
            List<Row<?>> rows = new ArrayList<>();
            all.forEach(cluster -> rows.add(Row.of(tags(cluster), cluster, each.value())));
            each.gauge().register(rows, true);
        }
        for (OfEndpoints each : ofEndpoints) {
            List<Row<?>> rows = new ArrayList<>();
            for (Cluster cluster : all) {
                for (Endpoint endpoint : cluster.endpoints()) {
                    if (rows.size() == MAX_ENDPOINTS) {
                        break;
                    }
                    rows.add(Row.of(tags(cluster).and("endpoint", endpoint.name()), endpoint, each.value()));
                }
            }
            each.gauge().register(rows, true);
        }
    }

    private static Tags tags(Cluster cluster) {
        return Tags.of("cluster", cluster.spec().name());
    }
}
