package io.gatehouse.upstream;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * The operating system's resolver, which also knows names that are in no DNS (mDNS, NIS, the machine's own). It blocks,
 * so it has threads of its own; and it does not tell how long an answer holds.
 */
final class SystemResolver implements Resolver {
    private static final int THREADS = 4;

    private final ThreadPoolExecutor threads = DnsThreads.start("gatehouse-names", THREADS);

    @Override
    public CompletableFuture<Answer> resolve(String host) {
        return CompletableFuture.supplyAsync(() -> lookUp(host), threads);
    }

    private static Answer lookUp(String host) {
        try {
            return new Answer(List.of(InetAddress.getAllByName(host)), Duration.ZERO);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("no address for " + host, e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
