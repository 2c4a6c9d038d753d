package io.gatehouse.jetty;

import io.gatehouse.exchange.ExchangeRecorder;
import io.gatehouse.exchange.InlineThreadPool;
import io.gatehouse.jetty.exchange.GatewayErrorHandler;
import io.gatehouse.jetty.exchange.GatewayHttpConfiguration;
import io.gatehouse.jetty.listener.ListenerSettings;
import io.gatehouse.jetty.listener.Listeners;
import io.gatehouse.jetty.listener.ProxyPeers;
import io.gatehouse.jetty.tls.TlsLibraries;
import io.gatehouse.proxy.ProxyEngine;
import io.gatehouse.route.Snapshots;
import io.gatehouse.telemetry.ConnectionSink;
import io.gatehouse.upstream.Cluster;
import io.gatehouse.upstream.Clusters;
import io.gatehouse.upstream.Resolver;
import io.gatehouse.upstream.UpstreamClient;
import io.gatehouse.upstream.connection.Buffers;
import io.gatehouse.upstream.connection.EventLoops;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that a request passes, made and ended in the right order: one thread pool, scheduler and buffer pool for
 * both sides, so that a request stays on its thread.
 *
 * <pre>
 *   Server ─┬─ Listeners ──▶ adapter ──▶ filters ──▶ ProxyEngine ──▶ Clusters ──▶ UpstreamClient
 *           └─ threads, scheduler, buffers ────────────────────────────────────────────┘
 * </pre>
 */
final class DataPlane {
    private static final Logger LOG = LoggerFactory.getLogger(DataPlane.class);

    private static final int MAX_THREADS = 256;
    /** After the limit, for connections to be cut. */
    private static final Duration CUT = Duration.ofSeconds(5);

    private final Server server = new Server(new InlineThreadPool(MAX_THREADS), null, Buffers.create());
    private final UpstreamClient client;
    private final Listeners listeners;
    private final Resolver resolver;
    private final GatewayConfig config;
    private final Snapshots snapshots;
    private final ExchangeRecorder recorder;
    private final Consumer<Clusters> liveClusters;
    private volatile @Nullable Clusters clusters;

    DataPlane(
            GatewayConfig config,
            Snapshots snapshots,
            ExchangeRecorder recorder,
            ConnectionSink connections,
            Consumer<Clusters> liveClusters) {
        this.config = config;
        this.snapshots = snapshots;
        this.recorder = recorder;
        this.liveClusters = liveClusters;
        int selectors = Math.max(1, Runtime.getRuntime().availableProcessors());
        client = UpstreamClient.create(
                server.getThreadPool(), server.getScheduler(), server.getByteBufferPool(), selectors);
        resolver = Resolver.of(config.dns());
        listeners = new Listeners(server, snapshots, this::cluster, listenerSettings(connections, client.loops()));
        server.setErrorHandler(new GatewayErrorHandler(snapshots));
        server.setStopTimeout(0);
    }

    private ListenerSettings listenerSettings(ConnectionSink connections, EventLoops loops) {
        ListenerSettings settings = ListenerSettings.of(GatewayHttpConfiguration::create)
                .withDrain(config.drainTimeout())
                .withMaxConnections(config.maxConnections())
                .withProxyPeers(new ProxyPeers(config.proxyProtocol(), snapshots))
                .withTls(TlsLibraries.of(config.tlsProvider()))
                .withConnections(connections)
                .withLoops(loops);
        return config.ephemeralPorts() ? settings.withEphemeralPorts() : settings;
    }

    /** Starts it; ports are opened as snapshots are published. */
    void start() throws Exception {
        // Started before the server, which then leaves them to us: the client needs them first and last.
        LifeCycle.start(server.getThreadPool());
        LifeCycle.start(server.getScheduler());
        client.http().start();
        Clusters live = new Clusters(snapshots, client, resolver, config.dns().dynamic());
        clusters = live;
        liveClusters.accept(live);
        server.setHandler(Engines.handler(config.engine(), snapshots, new ProxyEngine(live), recorder));
        server.start();
        listeners.start();
    }

    private @Nullable Cluster cluster(String name) {
        return clusters == null ? null : clusters.find(name);
    }

    Collection<Cluster> clusters() {
        return clusters == null ? List.of() : clusters.all();
    }

    Listeners listeners() {
        return listeners;
    }

    /** Drains, then ends it. */
    void close(Duration limit) throws Exception {
        drain(limit);
        listeners.close();
        server.stop();
        if (clusters != null) {
            clusters.close();
        }
        client.http().stop();
        resolver.close();
        LifeCycle.stop(server.getScheduler());
        LifeCycle.stop(server.getThreadPool());
    }

    private void drain(Duration limit) throws InterruptedException {
        try {
            listeners.drain(limit).get(limit.plus(CUT).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().setCause(e).log("not all connections ended in time");
        }
    }
}
