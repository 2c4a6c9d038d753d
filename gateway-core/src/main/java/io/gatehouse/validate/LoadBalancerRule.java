package io.gatehouse.validate;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.LoadBalancerSettings;
import java.util.HashSet;
import java.util.Set;

/** Consistent hashing and warm-up. */
final class LoadBalancerRule implements Rule<DestinationRule> {
    private static final long MAX_TABLE = 5_000_011;

    @Override
    public void check(DestinationRule rule, RuleContext context) {
        TrafficPolicies.each(rule, settings -> {
            LoadBalancerSettings lb = settings.loadBalancer();
            if (lb == null) {
                return;
            }
            String field = settings.path() + ".loadBalancer";
            if (lb.consistentHash() != null) {
                checkHash(field + ".consistentHash", lb.consistentHash(), context);
            }
            if (lb.localityLbSetting() != null && lb.zoneAwareLbSetting() != null) {
                error(field + ".zoneAwareLbSetting", "excludes localityLbSetting, which is written too", context);
            }
            Double aggression = lb.warmup() == null ? null : lb.warmup().aggression();
            if (aggression != null && aggression <= 0) {
                error(field + ".warmup.aggression", Names.quoted(aggression.toString()) + " is not above 0", context);
            }
        });
    }

    private static void checkHash(String field, LoadBalancerSettings.ConsistentHash hash, RuleContext context) {
        if (hash.httpCookie() != null) {
            checkCookie(field + ".httpCookie", hash.httpCookie(), context);
        }
        boolean ring = hash.minimumRingSize() != null && hash.minimumRingSize() != 0;
        if (ring && (hash.ringHash() != null || hash.maglev() != null)) {
            error(field + ".minimumRingSize", "excludes ringHash and maglev", context);
        }
        if (hash.maglev() != null) {
            Long size = hash.maglev().tableSize();
            if (size == null || size == 0) {
                error(field + ".maglev.tableSize", "is required", context);
            } else if (size >= MAX_TABLE || !isPrime(size)) {
                error(
                        field + ".maglev.tableSize",
                        Names.quoted(size.toString()) + " is not a prime below " + MAX_TABLE,
                        context);
            }
        }
    }

    private static void checkCookie(String field, LoadBalancerSettings.HttpCookie cookie, RuleContext context) {
        if (cookie.name().isEmpty()) {
            error(field + ".name", "a cookie needs a name", context);
        }
        Set<String> names = new HashSet<>();
        Routes.each(field + ".attributes", cookie.attributes(), (path, attribute) -> {
            if (attribute.name().isEmpty()) {
                error(path + ".name", "an attribute needs a name", context);
            } else if (!names.add(attribute.name())) {
                error(path + ".name", Names.quoted(attribute.name()) + " is named twice", context);
            }
        });
    }

    /** Counts 1 as prime, as Envoy does. */
    private static boolean isPrime(long number) {
        if (number < 4) {
            return true;
        }
        if (number % 2 == 0) {
            return false;
        }
        for (long factor = 3; factor * factor <= number; factor += 2) {
            if (number % factor == 0) {
                return false;
            }
        }
        return true;
    }

    private static void error(String field, String problem, RuleContext context) {
        context.error(RuleCodes.LOAD_BALANCER, field, problem);
    }
}
