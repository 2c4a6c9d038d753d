package io.gatehouse.jetty.listener;

import io.gatehouse.jetty.tcp.TcpProxy;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ServerSpec;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.Snapshots;
import io.gatehouse.upstream.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the open ports of a Jetty server equal to the listeners of the current snapshot: the only code that opens
 * ports. The server may be our own or a container's; its own connectors are left alone.
 *
 * <p>All changes happen on one control thread, in the order of the snapshots; a listener that fails is reported by
 * {@link #states} and tried again with growing pauses, while the others serve.
 */
public final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final Duration TICK = Duration.ofMillis(500);

    private final Server server;
    private final Snapshots snapshots;
    private final ListenerSettings settings;
    private final Connectors connectors;
    private final ScheduledExecutorService control;
    private final Map<ListenerKey, Listener> listeners =
            new ConcurrentSkipListMap<>(Comparator.comparing(ListenerKey::port).thenComparing(ListenerKey::bind));
    private volatile @Nullable AutoCloseable observation;

    /**
     * Makes listeners that open nothing before {@link #start}.
     *
     * @param clusters where TCP connections go: the live cluster of a name, or null; it must follow the snapshots
     *     before the listeners do
     */
    public Listeners(
            Server server,
            Snapshots snapshots,
            Function<String, @Nullable Cluster> clusters,
            ListenerSettings settings) {
        this.server = server;
        this.snapshots = snapshots;
        this.settings = settings;
        this.connectors = new Connectors(server, settings, new TcpProxy(clusters, settings.connections()));
        this.control = Executors.newSingleThreadScheduledExecutor(job -> detached(job, "gatehouse-listeners"));
    }

    /**
     * Follows the snapshots from now on; once the server has started, {@code publish} returns when the ports are as
     * the snapshot wants them, or have failed. A port opened earlier would make a failing bind fail the whole server.
     */
    public void start() {
        if (server.isStarted()) {
            follow();
        } else {
            server.addEventListener(new LifeCycle.Listener() {
                @Override
                public void lifeCycleStarted(LifeCycle started) {
                    follow();
                }
            });
        }
    }

    /** How each listener does, by port. */
    public List<ListenerState> states() {
        return listeners.values().stream().map(Listener::state).toList();
    }

    /**
     * The open port of a Gateway's server.
     *
     * @param server the server's name ({@code servers[].name}, else {@code servers[].port.name})
     */
    public OptionalInt port(String server) {
        return listeners.values().stream()
                .filter(listener ->
                        listener.spec().servers().stream().map(ServerSpec::name).anyMatch(server::equals))
                .mapToInt(listener -> listener.state().localPort())
                .filter(port -> port > 0)
                .findFirst();
    }

    /**
     * Refuses new connections at once and ends the others gently.
     *
     * @param limit how long requests in flight may go on
     * @return completed when all connections have ended or were cut
     */
    public CompletableFuture<Void> drain(Duration limit) {
        return CompletableFuture.supplyAsync(() -> closeAll(limit), control).thenCompose(all -> all);
    }

    /** Closes all ports and cuts their connections. */
    @Override
    public void close() {
        drain(Duration.ZERO).join();
        control.shutdown();
    }

    private void follow() {
        observation = snapshots.observe(this::reconcile);
        reconcile(snapshots.current());
        control.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void reconcile(Snapshot snapshot) {
        CompletableFuture.runAsync(() -> applyPlan(snapshot), control).join();
    }

    private void applyPlan(Snapshot snapshot) {
        ListenerPlan plan = ListenerPlan.between(
                listeners.values().stream().map(Listener::spec).toList(), snapshot.listeners());
        for (ListenerPlan.Operation operation : plan.operations()) {
            try {
                apply(operation);
            } catch (RuntimeException failure) {
                LOG.error("Listener could not be changed: listener={}", operation.key(), failure);
            }
        }
    }

    private void apply(ListenerPlan.Operation operation) {
        if (operation instanceof ListenerPlan.Open open) {
            Listener listener = new Listener(server, connectors, settings.tls(), open.spec(), this::sharePort);
            listeners.put(open.key(), listener);
            listener.change(open.spec());
        } else if (operation instanceof ListenerPlan.Change change) {
            existing(change.key()).change(change.spec());
        } else if (operation instanceof ListenerPlan.Keep keep) {
            existing(keep.key()).keep(keep.spec());
        } else if (operation instanceof ListenerPlan.Close close) {
            existing(close.key()).close(settings.drain());
            listeners.remove(close.key());
        }
    }

    /** Two addresses of one port: the wildcard takes what is not for a more specific one. */
    private boolean sharePort(ListenerKey key) {
        boolean shared = false;
        for (Listener other : listeners.values()) {
            if (!settings.ephemeralPorts()
                    && other.spec().key().port() == key.port()
                    && !other.spec().key().equals(key)) {
                other.sharePort();
                shared = true;
            }
        }
        return shared;
    }

    private Listener existing(ListenerKey key) {
        Listener listener = listeners.get(key);
        if (listener == null) {
            throw new IllegalStateException("No listener " + key);
        }
        return listener;
    }

    private void tick() {
        for (Listener listener : listeners.values()) {
            try {
                listener.tick();
            } catch (RuntimeException failure) {
                LOG.error(
                        "Listener could not be looked after: listener={}",
                        listener.spec().key(),
                        failure);
            }
        }
    }

    private CompletableFuture<Void> closeAll(Duration limit) {
        stopFollowing();
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        listeners.values().forEach(listener -> closing.add(listener.close(limit)));
        listeners.clear();
        return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
    }

    private void stopFollowing() {
        AutoCloseable following = observation;
        observation = null;
        if (following != null) {
            try {
                following.close();
            } catch (Exception failure) {
                LOG.warn("Observer could not be removed", failure);
            }
        }
    }

    /** Runs a job on a thread that belongs to no event loop: stopping a connector waits for its loops. */
    static void runDetached(Runnable job) {
        detached(job, "gatehouse-listener-close").start();
    }

    private static Thread detached(Runnable job, String name) {
        Thread thread = new Thread(job, name);
        thread.setDaemon(true);
        // Opened from a web application's thread, Jetty's service look-ups would see that application's classes.
        thread.setContextClassLoader(Server.class.getClassLoader());
        return thread;
    }
}
