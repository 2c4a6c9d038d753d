package io.gatehouse.hosted;

import io.gatehouse.exchange.InlineThreadPool;
import io.gatehouse.proxy.ProxyEngine;
import io.gatehouse.route.Snapshots;
import io.gatehouse.upstream.Clusters;
import io.gatehouse.upstream.DnsSettings;
import io.gatehouse.upstream.Resolver;
import io.gatehouse.upstream.UpstreamClient;
import io.gatehouse.upstream.connection.Buffers;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** The engine with the threads that it runs on, which are not the host's: a host may queue, or block. */
final class UpstreamSide {
    private static final int MAX_THREADS = 64;

    private final InlineThreadPool threads;
    private final ScheduledExecutorScheduler scheduler;
    private final Resolver resolver;
    private final UpstreamClient client;
    private final Clusters clusters;
    private final ProxyEngine engine;

    private UpstreamSide(Snapshots snapshots, DnsSettings dns) throws Exception {
        threads = new InlineThreadPool(MAX_THREADS);
        threads.setDaemon(true);
        scheduler = new ScheduledExecutorScheduler(
                "gatehouse-scheduler", true, getClass().getClassLoader());
        threads.start();
        scheduler.start();
        int selectors = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        client = UpstreamClient.create(threads, scheduler, Buffers.create(), selectors);
        client.http().start();
        resolver = Resolver.of(dns);
        clusters = new Clusters(snapshots, client, resolver, dns.dynamic());
        engine = new ProxyEngine(clusters);
    }

    static UpstreamSide start(Snapshots snapshots, DnsSettings dns) throws Exception {
        return new UpstreamSide(snapshots, dns);
    }

    ProxyEngine engine() {
        return engine;
    }

    Clusters clusters() {
        return clusters;
    }

    void close() throws Exception {
        clusters.close();
        client.http().stop();
        scheduler.stop();
        threads.stop();
        resolver.close();
    }
}
