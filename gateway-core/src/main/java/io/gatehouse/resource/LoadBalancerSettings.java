package io.gatehouse.resource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code trafficPolicy.loadBalancer}.
 *
 * @param simple excludes consistentHash; LEAST_REQUEST when neither is given
 * @param warmupDurationSecs deprecated form of warmup
 */
public record LoadBalancerSettings(
        @Nullable Simple simple,
        @Nullable ConsistentHash consistentHash,
        @Nullable LocalityLb localityLbSetting,
        @Nullable ZoneAwareLb zoneAwareLbSetting,
        @Nullable Duration warmupDurationSecs,
        @Nullable Warmup warmup) {

    /** An algorithm without a key. */
    public enum Simple {
        UNSPECIFIED,
        LEAST_CONN,
        RANDOM,
        PASSTHROUGH,
        ROUND_ROBIN,
        LEAST_REQUEST
    }

    /**
     * {@code consistentHash}: at most one key and at most one algorithm.
     *
     * @param minimumRingSize deprecated form of ringHash
     */
    public record ConsistentHash(
            @Nullable String httpHeaderName,
            @Nullable HttpCookie httpCookie,
            @Nullable Boolean useSourceIp,
            @Nullable String httpQueryParameterName,
            @Nullable RingHash ringHash,
            @Nullable Maglev maglev,
            @Nullable Long minimumRingSize) {}

    /**
     * The cookie that is hashed.
     *
     * @param ttl when given, a missing cookie is made; 0 makes a session cookie
     */
    public record HttpCookie(
            String name, @Nullable String path, @Nullable Duration ttl, List<CookieAttribute> attributes) {
        public HttpCookie {
            attributes = List.copyOf(attributes);
        }
    }

    /** Of a made cookie. */
    public record CookieAttribute(String name, @Nullable String value) {}

    /** Ring hash; at least 1024 entries when absent. */
    public record RingHash(@Nullable Long minimumRingSize) {}

    /** Maglev; the size is a prime. */
    public record Maglev(@Nullable Long tableSize) {}

    /** {@code localityLbSetting}; on unless enabled is false. */
    public record LocalityLb(
            List<Distribute> distribute,
            List<Failover> failover,
            List<String> failoverPriority,
            @Nullable Boolean enabled) {
        public LocalityLb {
            distribute = List.copyOf(distribute);
            failover = List.copyOf(failover);
            failoverPriority = List.copyOf(failoverPriority);
        }
    }

    /** {@code distribute[]}: percent of traffic by locality, in the order written. */
    public record Distribute(@Nullable String from, Map<String, Long> to) {
        public Distribute {
            to = Ordered.copyOf(to);
        }
    }

    /** {@code failover[]}: between regions. */
    public record Failover(@Nullable String from, @Nullable String to) {}

    /**
     * {@code zoneAwareLbSetting}.
     *
     * @param minClusterSize 6 when absent
     */
    public record ZoneAwareLb(
            @Nullable Boolean enabled,
            List<Failover> failover,
            List<String> failoverPriority,
            @Nullable Long minClusterSize) {
        public ZoneAwareLb {
            failover = List.copyOf(failover);
            failoverPriority = List.copyOf(failoverPriority);
        }
    }

    /**
     * {@code warmup}: new endpoints get their share slowly.
     *
     * @param minimumPercent 10 when absent
     * @param aggression 1.0 when absent
     */
    public record Warmup(
            Duration duration,
            @Nullable Double minimumPercent,
            @Nullable Double aggression) {}
}
