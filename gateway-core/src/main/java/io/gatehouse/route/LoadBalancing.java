package io.gatehouse.route;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an endpoint is picked ({@code trafficPolicy.loadBalancer}). */
public sealed interface LoadBalancing {
    /** Of two endpoints drawn by weight, the one with fewer requests in flight for its weight. */
    record LeastRequest() implements LoadBalancing {
        /** There is only one. */
        public static final LeastRequest INSTANCE = new LeastRequest();
    }

    /** Each in turn, by weight. */
    record RoundRobin() implements LoadBalancing {}

    /** Any, by weight. */
    record Random() implements LoadBalancing {}

    /**
     * Requests with the same key go to the same endpoint, as long as it is there ({@code consistentHash}).
     *
     * @param key what is hashed
     * @param table how hashes lead to endpoints
     */
    record ConsistentHash(HashKey key, HashTable table) implements LoadBalancing {}

    /** What of a request is hashed. A request without it goes to any endpoint. */
    sealed interface HashKey {
        /** {@code httpHeaderName}, lower-case. */
        record Header(String name) implements HashKey {}

        /**
         * {@code httpCookie}.
         *
         * @param path of a cookie that is made; null leaves it out
         * @param ttl null never makes a cookie, 0 makes one for the session
         * @param attributes of a cookie that is made; an empty value stands for none
         */
        record Cookie(
                String name,
                @Nullable String path,
                @Nullable Duration ttl,
                Map<String, String> attributes) implements HashKey {}

        /** {@code useSourceIp}. */
        record SourceIp() implements HashKey {}

        /** {@code httpQueryParameterName}. */
        record QueryParameter(String name) implements HashKey {}
    }

    /** How hashes lead to endpoints. */
    sealed interface HashTable {
        /**
         * A ring on which each endpoint has points by its weight.
         *
         * @param minimumSize points in all; 1024 by default
         */
        record Ring(int minimumSize) implements HashTable {}

        /**
         * Maglev's look-up table.
         *
         * @param size a prime; 65537 by default
         */
        record Maglev(int size) implements HashTable {}
    }
}
