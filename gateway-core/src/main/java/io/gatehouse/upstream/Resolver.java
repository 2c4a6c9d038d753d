package io.gatehouse.upstream;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Looks host names up. */
@FunctionalInterface
public interface Resolver extends AutoCloseable {
    /** Looks a name up, without blocking the caller; fails when it has no address. */
    CompletableFuture<Answer> resolve(String host);

    /** Ends its threads; look-ups under way fail, or never end. */
    @Override
    default void close() {}

    /**
     * Addresses of a name.
     *
     * @param addresses not empty
     * @param ttl how long they hold; zero where nobody says
     */
    record Answer(List<InetAddress> addresses, Duration ttl) {
        public Answer {
            addresses = List.copyOf(addresses);
        }
    }

    /** Asks DNS, and the operating system for names that DNS does not know. */
    static Resolver of(DnsSettings settings) {
        return settings.servers().isEmpty()
                ? new DnsResolver(new SystemNames(), new SystemResolver())
                : new DnsResolver(new SystemNames(settings.servers()), null);
    }
}
