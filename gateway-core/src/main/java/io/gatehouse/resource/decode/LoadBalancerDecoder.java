package io.gatehouse.resource.decode;

import io.gatehouse.resource.LoadBalancerSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads {@code trafficPolicy.loadBalancer}. */
final class LoadBalancerDecoder {
    private static final long UINT32 = 0xFFFF_FFFFL;

    private LoadBalancerDecoder() {}

    static LoadBalancerSettings decode(ObjectReader lb) {
        lb.exclusive("simple", "consistentHash");
        return new LoadBalancerSettings(
                lb.oneOf("simple", LoadBalancerSettings.Simple.class),
                lb.object("consistentHash", LoadBalancerDecoder::consistentHash),
                lb.object("localityLbSetting", LoadBalancerDecoder::locality),
                lb.object("zoneAwareLbSetting", LoadBalancerDecoder::zoneAware),
                lb.duration("warmupDurationSecs"),
                lb.object("warmup", LoadBalancerDecoder::warmup));
    }

    private static LoadBalancerSettings.ConsistentHash consistentHash(ObjectReader hash) {
        hash.exclusive("httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName");
        hash.exclusive("ringHash", "maglev");
        return new LoadBalancerSettings.ConsistentHash(
                hash.string("httpHeaderName"),
                hash.object("httpCookie", LoadBalancerDecoder::cookie),
                hash.has("useSourceIp") ? Boolean.valueOf(hash.bool("useSourceIp")) : unset(hash, "useSourceIp"),
                hash.string("httpQueryParameterName"),
                hash.object("ringHash", ring -> new LoadBalancerSettings.RingHash(ring.uint64("minimumRingSize"))),
                hash.object("maglev", maglev -> new LoadBalancerSettings.Maglev(maglev.uint64("tableSize"))),
                hash.uint64("minimumRingSize"));
    }

    private static @Nullable Boolean unset(ObjectReader hash, String name) {
        hash.bool(name);
        return null;
    }

    private static LoadBalancerSettings.HttpCookie cookie(ObjectReader cookie) {
        return new LoadBalancerSettings.HttpCookie(
                cookie.requiredString("name"),
                cookie.string("path"),
                cookie.anyDuration("ttl"),
                cookie.objects(
                        "attributes",
                        attribute -> new LoadBalancerSettings.CookieAttribute(
                                attribute.requiredString("name"), attribute.string("value"))));
    }

    private static LoadBalancerSettings.LocalityLb locality(ObjectReader locality) {
        return new LoadBalancerSettings.LocalityLb(
                locality.objects(
                        "distribute",
                        distribute -> new LoadBalancerSettings.Distribute(
                                distribute.string("from"), distribute.integerMap("to", 0, UINT32))),
                locality.objects("failover", LoadBalancerDecoder::failover),
                locality.strings("failoverPriority"),
                locality.nullableBool("enabled"));
    }

    private static LoadBalancerSettings.ZoneAwareLb zoneAware(ObjectReader zone) {
        return new LoadBalancerSettings.ZoneAwareLb(
                zone.nullableBool("enabled"),
                zone.objects("failover", LoadBalancerDecoder::failover),
                zone.strings("failoverPriority"),
                zone.integer("minClusterSize", true, 1, UINT32));
    }

    private static LoadBalancerSettings.Failover failover(ObjectReader failover) {
        return new LoadBalancerSettings.Failover(failover.string("from"), failover.string("to"));
    }

    private static LoadBalancerSettings.Warmup warmup(ObjectReader warmup) {
        warmup.require("duration");
        Duration duration = warmup.duration("duration");
        return new LoadBalancerSettings.Warmup(
                duration == null ? Duration.ZERO : duration,
                warmup.number("minimumPercent", true, 0, 100),
                warmup.number("aggression", true, 0, Double.MAX_VALUE));
    }
}
