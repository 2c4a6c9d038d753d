package io.gatehouse.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Looks host names up. */
@FunctionalInterface
public interface Resolver {
    /** Looks a name up, without blocking the caller; fails when it has no address. */
    CompletableFuture<List<InetAddress>> resolve(String host);

    /**
     * The system's resolver. It blocks, so it gets threads of its own.
     *
     * @param threads how many names are looked up at the same time
     */
    static Resolver system(int threads) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), job -> {
                    Thread thread = new Thread(job, "gatehouse-dns");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return system(pool);
    }

    /** The system's resolver, on threads that the caller owns, and ends. */
    static Resolver system(Executor executor) {
        return host -> CompletableFuture.supplyAsync(() -> lookUp(host), executor);
    }

    private static List<InetAddress> lookUp(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new java.io.UncheckedIOException("no address for " + host, e);
        }
    }
}
