package io.gatehouse.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NioClient;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Asks DNS servers, which say how long their answers hold: Java's own resolver keeps that to itself. Names in the hosts
 * file go first, and search domains count, as for any program of the machine. IPv4 addresses are taken; those of IPv6
 * where there are no others, or first with {@code java.net.preferIPv6Addresses}.
 */
final class DnsResolver implements Resolver {
    private static final int THREADS = 2;
    private static final int TRIES = 2;

    /** dnsjava has one selector for all of its users in a class loader: it ends with the last of ours. */
    private static int live;

    private static boolean asked;

    private final ThreadPoolExecutor threads = DnsThreads.start("gatehouse-dns", THREADS);
    private final SystemNames names;
    private final @Nullable Resolver otherwise;
    private boolean closed;

    /**
     * A resolver.
     *
     * @param otherwise asked for names that DNS gives no address for; null for nobody
     */
    DnsResolver(SystemNames names, @Nullable Resolver otherwise) {
        this.names = names;
        this.otherwise = otherwise;
        synchronized (DnsResolver.class) {
            live++;
        }
    }

    @Override
    public CompletableFuture<Answer> resolve(String host) {
        CompletableFuture<Answer> asked =
                CompletableFuture.supplyAsync(() -> lookUp(host), threads).thenCompose(Function.identity());
        Resolver next = otherwise;
        return next == null ? asked : asked.exceptionallyCompose(failure -> next.resolve(host));
    }

    private CompletionStage<Answer> lookUp(String host) {
        SystemNames.Config config = names.config();
        if (config.servers().isEmpty()) {
            return CompletableFuture.failedFuture(new UnknownHostException("no DNS server is known"));
        }
        try {
            Name name = Name.fromString(host);
            boolean six = Boolean.getBoolean("java.net.preferIPv6Addresses");
            int first = six ? Type.AAAA : Type.A;
            int second = six ? Type.A : Type.AAAA;
            return query(config, name, first)
                    .thenCompose(answer -> answer.addresses().isEmpty()
                            ? query(config, name, second)
                            : CompletableFuture.completedFuture(answer))
                    .thenCompose(answer -> answer.addresses().isEmpty()
                            ? CompletableFuture.failedFuture(new UnknownHostException(host))
                            : CompletableFuture.completedFuture(answer));
        } catch (TextParseException noName) {
            return CompletableFuture.failedFuture(noName);
        }
    }

    /** Addresses of one family; none where the name has only others. */
    private CompletionStage<Answer> query(SystemNames.Config config, Name name, int type) {
        Asking asking = new Asking(config.servers());
        return LookupSession.builder()
                .resolver(asking)
                .searchPath(config.search())
                .ndots(config.ndots())
                .hostsFileParser(config.hosts())
                .executor(threads)
                .build()
                .lookupAsync(name, type)
                .handle((result, failure) -> answer(asking, result, failure))
                .thenCompose(Function.identity());
    }

    private static CompletionStage<Answer> answer(
            Asking asking, @Nullable LookupResult result, @Nullable Throwable failure) {
        if (result != null) {
            return CompletableFuture.completedFuture(new Answer(addresses(result), asking.ttl()));
        }
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof NoSuchRRSetException) {
                return CompletableFuture.completedFuture(new Answer(List.of(), Duration.ZERO));
            }
        }
        return CompletableFuture.failedFuture(failure == null ? new UnknownHostException() : failure);
    }

    private static List<InetAddress> addresses(LookupResult result) {
        List<InetAddress> addresses = new ArrayList<>();
        for (Record record : result.getRecords()) {
            if (record instanceof ARecord four) {
                addresses.add(four.getAddress());
            } else if (record instanceof AAAARecord six) {
                addresses.add(six.getAddress());
            }
        }
        return addresses;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        if (otherwise != null) {
            otherwise.close();
        }
        synchronized (DnsResolver.class) {
            if (!closed) {
                closed = true;
                live--;
                if (live == 0 && asked) {
                    asked = false;
                    NioClient.close();
                }
            }
        }
    }

    /** One look-up, which may take several questions (aliases, search domains): the shortest time of all holds. */
    private static final class Asking extends ExtendedResolver {
        private volatile long shortest = Long.MAX_VALUE;

        Asking(List<org.xbill.DNS.Resolver> servers) {
            super(servers);
            setRetries(TRIES);
        }

        @Override
        public CompletionStage<Message> sendAsync(Message query, Executor executor) {
            synchronized (DnsResolver.class) {
                asked = true;
            }
            return super.sendAsync(query, executor).thenApply(this::note);
        }

        private Message note(Message answer) {
            for (Record record : answer.getSection(Section.ANSWER)) {
                shortest = Math.min(shortest, record.getTTL());
            }
            return answer;
        }

        Duration ttl() {
            return shortest == Long.MAX_VALUE ? Duration.ZERO : Duration.ofSeconds(shortest);
        }
    }
}
