package io.gatehouse.telemetry;

import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.Snapshot;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Counts connections of TCP routes, and those that were refused. Their number is bounded by the configuration.
 *
 * <pre>
 *   gatehouse.tcp.connections      counter  cluster, flag, detail: ended
 *   gatehouse.tcp.active           gauge    cluster
 *   gatehouse.tcp.received.bytes   counter  cluster: from clients
 *   gatehouse.tcp.sent.bytes       counter  cluster: to clients
 *   gatehouse.connections.refused  counter  listener, cause
 * </pre>
 */
public final class ConnectionMeters implements ConnectionSink, Consumer<Snapshot> {
    private final MeterRegistry registry;
    private final Consumer<SessionRecord> log;
    private final Map<String, TcpMeters> clusters = new ConcurrentHashMap<>();
    private final Map<Refused, Counter> refusals = new ConcurrentHashMap<>();

    private record Refused(ListenerKey listener, Refusal cause) {}

    /**
     * Meters in a registry that somebody else renders.
     *
     * @param log hears of each connection that ended
     */
    public ConnectionMeters(MeterRegistry registry, Consumer<SessionRecord> log) {
        this.registry = registry;
        this.log = log;
    }

    @Override
    public Traffic started(String cluster) {
        TcpMeters meters = cluster(cluster);
        meters.started();
        return meters;
    }

    @Override
    public void ended(SessionRecord record) {
        String cluster = record.upstream().cluster();
        cluster(cluster == null ? "" : cluster).count(record.end());
        log.accept(record);
    }

    @Override
    public void refused(ListenerKey listener, Refusal cause) {
        refusals.computeIfAbsent(new Refused(listener, cause), this::counter).increment();
    }

    private Counter counter(Refused refused) {
        return Counter.builder("gatehouse.connections.refused")
                .description("Connections that were not taken")
                .tag("listener", refused.listener().toString())
                .tag("cause", refused.cause().name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private TcpMeters cluster(String name) {
        return clusters.computeIfAbsent(name, each -> new TcpMeters(registry, each));
    }

    /** Forgets the meters of what a new snapshot no longer has. Observes {@code Snapshots}. */
    @Override
    public void accept(Snapshot snapshot) {
        clusters.forEach((name, meters) -> {
            boolean gone = !name.isEmpty() && !snapshot.clusters().containsKey(name);
            if (gone && meters.isIdle() && clusters.remove(name, meters)) {
                meters.remove();
            }
        });
        refusals.forEach((refused, counter) -> {
            boolean gone = snapshot.listeners().stream()
                    .noneMatch(listener -> listener.key().equals(refused.listener()));
            if (gone && refusals.remove(refused, counter)) {
                registry.remove(counter);
            }
        });
    }
}
