package io.gatehouse.compile;

import io.gatehouse.resource.LoadBalancerSettings;
import io.gatehouse.resource.LoadBalancerSettings.Simple;
import io.gatehouse.route.LoadBalancing;
import io.gatehouse.route.LoadBalancing.HashKey;
import io.gatehouse.route.LoadBalancing.HashTable;
import io.gatehouse.route.WarmupSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Load-balancing algorithms with Istio's defaults. */
final class LoadBalancings {
    private static final int DEFAULT_RING_SIZE = 1024;
    private static final int DEFAULT_TABLE_SIZE = 65537;
    private static final double DEFAULT_MINIMUM_PERCENT = 10;

    private LoadBalancings() {}

    static LoadBalancing algorithm(@Nullable LoadBalancerSettings settings) {
        if (settings == null) {
            return LoadBalancing.LeastRequest.INSTANCE;
        }
        LoadBalancerSettings.ConsistentHash hash = settings.consistentHash();
        HashKey key = hash == null ? null : key(hash);
        if (hash != null && key != null) {
            return new LoadBalancing.ConsistentHash(key, table(hash));
        }
        Simple simple = settings.simple();
        return switch (simple == null ? Simple.UNSPECIFIED : simple) {
            case ROUND_ROBIN -> new LoadBalancing.RoundRobin();
            case RANDOM -> new LoadBalancing.Random();
            // A gateway's connections have no other original destination than the gateway itself
            case UNSPECIFIED, LEAST_CONN, LEAST_REQUEST, PASSTHROUGH -> LoadBalancing.LeastRequest.INSTANCE;
        };
    }

    private static @Nullable HashKey key(LoadBalancerSettings.ConsistentHash hash) {
        if (hash.httpHeaderName() != null) {
            return new HashKey.Header(hash.httpHeaderName().toLowerCase(Locale.ROOT));
        }
        LoadBalancerSettings.HttpCookie cookie = hash.httpCookie();
        if (cookie != null) {
            Map<String, String> attributes = new LinkedHashMap<>();
            cookie.attributes().forEach(each -> attributes.put(each.name(), each.value() == null ? "" : each.value()));
            return new HashKey.Cookie(cookie.name(), cookie.path(), cookie.ttl(), attributes);
        }
        if (hash.httpQueryParameterName() != null) {
            return new HashKey.QueryParameter(hash.httpQueryParameterName());
        }
        return Boolean.TRUE.equals(hash.useSourceIp()) ? new HashKey.SourceIp() : null;
    }

    private static HashTable table(LoadBalancerSettings.ConsistentHash hash) {
        LoadBalancerSettings.Maglev maglev = hash.maglev();
        if (maglev != null) {
            return new HashTable.Maglev(size(maglev.tableSize(), DEFAULT_TABLE_SIZE));
        }
        LoadBalancerSettings.RingHash ring = hash.ringHash();
        return new HashTable.Ring(
                size(ring == null ? hash.minimumRingSize() : ring.minimumRingSize(), DEFAULT_RING_SIZE));
    }

    private static int size(@Nullable Long written, int otherwise) {
        return written == null || written == 0 ? otherwise : (int) Math.min(Integer.MAX_VALUE, written);
    }

    static @Nullable WarmupSpec warmup(@Nullable LoadBalancerSettings settings) {
        if (settings == null) {
            return null;
        }
        LoadBalancerSettings.Warmup warmup = settings.warmup();
        Duration old = settings.warmupDurationSecs();
        if (warmup == null) {
            return old == null ? null : new WarmupSpec(old, DEFAULT_MINIMUM_PERCENT, 1);
        }
        Double minimum = warmup.minimumPercent();
        Double aggression = warmup.aggression();
        return new WarmupSpec(
                warmup.duration(),
                minimum == null ? DEFAULT_MINIMUM_PERCENT : minimum,
                aggression == null ? 1 : aggression);
    }
}
