package io.gatehouse.upstream;

import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.Snapshots;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The live clusters, kept in step with the current snapshot: a cluster whose definition did not change keeps its
 * connections and counters; one that goes ends with its last request.
 */
public final class Clusters implements AutoCloseable {
    /** How often names are looked up again. */
    private static final Duration REFRESH = Duration.ofSeconds(5);

    private final UpstreamClient client;
    private final Resolver resolver;
    private final Scheduler scheduler;
    private final AutoCloseable observation;
    private volatile Map<String, Cluster> clusters = Map.of();
    private volatile boolean closed;

    /**
     * Follows the snapshots from now on.
     *
     * @param client started
     */
    public Clusters(Snapshots snapshots, UpstreamClient client, Resolver resolver) {
        this.client = client;
        this.resolver = resolver;
        HttpClient http = client.http();
        this.scheduler = http.getScheduler();
        this.observation = snapshots.observe(this::reconcile);
        reconcile(snapshots.current());
        scheduleRefresh();
    }

    /** The live cluster of a name; null when the current snapshot has none. */
    public @Nullable Cluster find(String name) {
        return clusters.get(name);
    }

    /** The client that requests are sent with. */
    public UpstreamClient client() {
        return client;
    }

    private synchronized void reconcile(Snapshot snapshot) {
        Map<String, Cluster> before = clusters;
        Map<String, Cluster> after = new HashMap<>();
        for (ClusterSpec spec : snapshot.clusters().values()) {
            Cluster known = before.get(spec.name());
            after.put(spec.name(), known != null && known.spec().equals(spec) ? known : create(spec, known));
        }
        clusters = Map.copyOf(after);
        before.forEach((name, cluster) -> {
            if (!after.containsKey(name)) {
                cluster.retire();
            }
        });
    }

    private Cluster create(ClusterSpec spec, @Nullable Cluster older) {
        Cluster cluster = new Cluster(spec, client.http(), resolver);
        if (older != null) {
            cluster.inherit(older);
        }
        cluster.resolve();
        return cluster;
    }

    private void scheduleRefresh() {
        scheduler.schedule(this::refresh, REFRESH.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void refresh() {
        if (!closed) {
            clusters.values().stream().filter(Cluster::isRefreshed).forEach(Cluster::resolve);
            scheduleRefresh();
        }
    }

    @Override
    public void close() throws Exception {
        closed = true;
        observation.close();
    }
}
