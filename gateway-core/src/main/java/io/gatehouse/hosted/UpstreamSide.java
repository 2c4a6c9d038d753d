package io.gatehouse.hosted;

import io.gatehouse.exchange.InlineThreadPool;
import io.gatehouse.proxy.ProxyEngine;
import io.gatehouse.route.Snapshots;
import io.gatehouse.upstream.Clusters;
import io.gatehouse.upstream.Resolver;
import io.gatehouse.upstream.UpstreamClient;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** The engine with the threads that it runs on, which are not the host's: a host may queue, or block. */
final class UpstreamSide {
    private static final int MAX_THREADS = 64;
    private static final int RESOLVER_THREADS = 2;

    private final InlineThreadPool threads;
    private final ScheduledExecutorScheduler scheduler;
    private final ExecutorService names;
    private final UpstreamClient client;
    private final Clusters clusters;
    private final ProxyEngine engine;

    private UpstreamSide(Snapshots snapshots) throws Exception {
        threads = new InlineThreadPool(MAX_THREADS);
        threads.setDaemon(true);
        scheduler = new ScheduledExecutorScheduler(
                "gatehouse-scheduler", true, getClass().getClassLoader());
        names = Executors.newFixedThreadPool(RESOLVER_THREADS, task -> {
            Thread thread = new Thread(task, "gatehouse-dns");
            thread.setDaemon(true);
            thread.setContextClassLoader(UpstreamSide.class.getClassLoader());
            return thread;
        });
        threads.start();
        scheduler.start();
        int selectors = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        client = UpstreamClient.create(threads, scheduler, new ArrayByteBufferPool(), selectors);
        client.http().start();
        clusters = new Clusters(snapshots, client, Resolver.system(names));
        engine = new ProxyEngine(clusters);
    }

    static UpstreamSide start(Snapshots snapshots) throws Exception {
        return new UpstreamSide(snapshots);
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
        names.shutdownNow();
    }
}
