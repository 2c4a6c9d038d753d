package io.gatehouse.upstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Shows what clusters and endpoints have under way. Their number is bounded by the configuration and DNS.
 *
 * <pre>
 *   gatehouse.cluster.active, .pending, .connections, .retrying   at this moment; tag cluster
 *   gatehouse.cluster.overflows, .ejections                       so far, since the policy changed
 *   gatehouse.endpoint.active, .ejected                           at this moment; tags cluster, endpoint
 *   gatehouse.endpoint.requests, .failures                   so far
 * </pre>
 */
public final class UpstreamMeters {
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
        cluster(registry, "overflows", cluster -> cluster.load().overflows());
        cluster(registry, "ejections", cluster -> cluster.load().ejections());
        endpoint(registry, "active", Endpoint::active);
        endpoint(registry, "ejected", endpoint -> endpoint.isEjected() ? 1 : 0);
        endpoint(registry, "requests", Endpoint::requests);
        endpoint(registry, "failures", Endpoint::failures);
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
