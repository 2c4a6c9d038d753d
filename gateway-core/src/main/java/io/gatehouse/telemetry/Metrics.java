package io.gatehouse.telemetry;

import io.gatehouse.route.Decision;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteTable;
import io.gatehouse.route.ServerSpec;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.VirtualHost;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests. Meters are looked up once a route and kept: a request costs two look-ups and a few additions. Their
 * number is bounded by the configuration, never by what clients send.
 *
 * <pre>
 *   gatehouse.requests           timer    listener, virtual_service, route, status (2xx, …)
 *   gatehouse.requests.active    gauge
 *   gatehouse.request.bytes      counter  listener: bodies received
 *   gatehouse.response.bytes     counter  listener: bodies sent
 *   gatehouse.responses.flagged  counter  flag, detail: all that is not simply the upstream's answer
 *   gatehouse.upstream.requests  counter  cluster, status
 *   gatehouse.upstream.retries   counter  cluster
 * </pre>
 */
public final class Metrics implements RequestSink, Consumer<Snapshot> {
    private final MeterRegistry registry;
    private final LongAdder active = new LongAdder();
    private final Map<RouteKey, RouteMeters> routes = new ConcurrentHashMap<>();
    private final Map<ListenerKey, ListenerMeters> listeners = new ConcurrentHashMap<>();
    private final Map<String, ClusterMeters> clusters = new ConcurrentHashMap<>();
    private final Map<ResponseReason, Counter> reasons = new ConcurrentHashMap<>();
    private volatile List<ListenerSpec> observed = List.of();

    /** Metrics in a registry that somebody else renders. */
    public Metrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("gatehouse.requests.active", active, LongAdder::sum)
                .description("Requests that are being served")
                .register(registry);
    }

    @Override
    public void started() {
        active.increment();
    }

    @Override
    public void ended(RequestRecord record) {
        active.decrement();
        RouteKey key = RouteKey.of(record.decision());
        route(key).count(record.status(), record.durationNanos());
        if (key.listener() != null) {
            listener(key.listener()).count(record.bytesReceived(), record.bytesSent());
        }
        ResponseReason reason = record.reason();
        if (reason != null && reason != ResponseReason.VIA_UPSTREAM && reason != ResponseReason.DIRECT_RESPONSE) {
            flagged(reason).increment();
        }
        RequestRecord.Upstream upstream = record.upstream();
        if (upstream.cluster() != null && upstream.attempts() > 0) {
            cluster(upstream.cluster()).count(record.status(), upstream.attempts());
        }
    }

    private RouteMeters route(RouteKey key) {
        RouteMeters known = routes.get(key);
        return known != null ? known : routes.computeIfAbsent(key, each -> new RouteMeters(registry, each));
    }

    private ListenerMeters listener(ListenerKey key) {
        ListenerMeters known = listeners.get(key);
        return known != null ? known : listeners.computeIfAbsent(key, each -> new ListenerMeters(registry, each));
    }

    private ClusterMeters cluster(String name) {
        ClusterMeters known = clusters.get(name);
        return known != null ? known : clusters.computeIfAbsent(name, each -> new ClusterMeters(registry, each));
    }

    private Counter flagged(ResponseReason reason) {
        Counter known = reasons.get(reason);
        return known != null
                ? known
                : reasons.computeIfAbsent(
                        reason,
                        each -> Counter.builder("gatehouse.responses.flagged")
                                .description("Answers that are not simply the upstream's")
                                .tag("flag", each.flag())
                                .tag("detail", each.detail())
                                .register(registry));
    }

    /** Forgets the meters of what a new snapshot no longer has. Observes {@code Snapshots}. */
    @Override
    public void accept(Snapshot snapshot) {
        List<ListenerSpec> before = observed;
        observed = snapshot.listeners();
        if (observed == before) {
            return; // only endpoints are others
        }
        Set<RouteKey> keys = new HashSet<>();
        Set<ListenerKey> ports = new HashSet<>();
        for (ListenerSpec listener : snapshot.listeners()) {
            ports.add(listener.key());
            keys(keys, listener.key(), listener.routes());
            for (ServerSpec server : listener.servers()) {
                keys(keys, listener.key(), server.routes());
            }
        }
        routes.forEach((key, meters) -> {
            if (!key.virtualService().isEmpty() && !keys.contains(key) && routes.remove(key, meters)) {
                meters.remove(registry);
            }
        });
        listeners.forEach((port, meters) -> {
            if (!ports.contains(port) && listeners.remove(port, meters)) {
                meters.remove(registry);
            }
        });
        clusters.forEach((name, meters) -> {
            if (!snapshot.clusters().containsKey(name) && clusters.remove(name, meters)) {
                meters.remove(registry);
            }
        });
    }

    private static void keys(Set<RouteKey> keys, ListenerKey listener, RouteTable table) {
        for (VirtualHost host : table.virtualHosts()) {
            for (Route route : host.routes()) {
                keys.add(new RouteKey(listener, route.virtualService(), route.name()));
            }
        }
    }

    /**
     * What requests are told apart by.
     *
     * @param listener null when the connection belongs to none
     * @param virtualService empty when no route matched
     * @param route the route's name; empty when it has none
     */
    record RouteKey(@Nullable ListenerKey listener, String virtualService, String route) {
        static RouteKey of(@Nullable Decision decision) {
            ListenerSpec found = decision == null ? null : decision.listener();
            ListenerKey listener = found == null ? null : found.key();
            Route route = decision == null ? null : decision.route();
            return route == null
                    ? new RouteKey(listener, "", "")
                    : new RouteKey(listener, route.virtualService(), route.name());
        }
    }
}
