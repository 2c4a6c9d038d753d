package io.gatehouse.upstream;

import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.Snapshots;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The live clusters, kept in step with the current snapshot: a cluster whose definition did not change keeps its
 * connections and counters; one that goes is kept for the requests that were decided before, and ends with its last.
 */
public final class Clusters implements AutoCloseable {
    /** How often certificate files are looked at. */
    private static final Duration REFRESH = Duration.ofSeconds(5);

    /** How long a cluster that no route names any more is kept for the requests that were decided before. */
    private static final Duration LEAVING = Duration.ofSeconds(30);

    private final UpstreamClient client;
    private final WatchedNames names;
    private final DnsSettings.Dynamic dynamic;
    private final Scheduler scheduler;
    private final AutoCloseable observation;
    private volatile Map<String, Cluster> clusters = Map.of();
    private Set<String> wanted = Set.of();
    private volatile boolean closed;

    /**
     * Follows the snapshots from now on.
     *
     * @param client started
     * @param resolver closed by its owner
     */
    public Clusters(Snapshots snapshots, UpstreamClient client, Resolver resolver) {
        this(snapshots, client, resolver, DnsSettings.Dynamic.OFF);
    }

    /**
     * Follows the snapshots from now on.
     *
     * @param client started
     * @param resolver closed by its owner
     * @param dynamic which addresses names may lead to that clients choose
     */
    public Clusters(Snapshots snapshots, UpstreamClient client, Resolver resolver, DnsSettings.Dynamic dynamic) {
        this.client = client;
        this.dynamic = dynamic;
        HttpClient http = client.http();
        this.scheduler = http.getScheduler();
        this.names = new WatchedNames(resolver, scheduler);
        this.observation = snapshots.prepare(this::prepare);
        prepare(snapshots.current());
        scheduleRefresh();
    }

    /** The live cluster of a name; null when no snapshot of late has one. */
    public @Nullable Cluster find(String name) {
        return clusters.get(name);
    }

    /** All live clusters. */
    public Collection<Cluster> all() {
        return clusters.values();
    }

    /** The client that requests are sent with. */
    public UpstreamClient client() {
        return client;
    }

    /** Before the snapshot is seen: a request must find its clusters, whichever of the two snapshots it has read. */
    private synchronized void prepare(Snapshot snapshot) {
        Map<String, Cluster> next = new HashMap<>(clusters);
        for (ClusterSpec spec : snapshot.clusters().values()) {
            Cluster known = next.get(spec.name());
            next.put(spec.name(), known != null && known.spec().equals(spec) ? known : create(spec, known));
        }
        clusters = Map.copyOf(next);
        wanted = snapshot.clusters().keySet();
        if (next.size() > wanted.size()) {
            scheduler.schedule(this::retireUnwanted, LEAVING.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void retireUnwanted() {
        Map<String, Cluster> staying = new HashMap<>(clusters);
        staying.keySet().retainAll(wanted);
        Map<String, Cluster> before = clusters;
        clusters = Map.copyOf(staying);
        before.forEach((name, cluster) -> {
            if (!staying.containsKey(name)) {
                cluster.retire();
            }
        });
    }

    private Cluster create(ClusterSpec spec, @Nullable Cluster older) {
        Cluster cluster = new Cluster(spec, client, names, new ClientChosen(dynamic));
        cluster.open(older);
        return cluster;
    }

    private void scheduleRefresh() {
        scheduler.schedule(this::refresh, REFRESH.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void refresh() {
        if (!closed) {
            clusters.values().forEach(Cluster::refreshCertificates);
            scheduleRefresh();
        }
    }

    @Override
    public void close() throws Exception {
        closed = true;
        names.close();
        clusters.values().forEach(Cluster::stop);
        observation.close();
    }
}
