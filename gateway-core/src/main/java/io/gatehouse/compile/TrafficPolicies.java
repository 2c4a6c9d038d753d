package io.gatehouse.compile;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.TrafficPolicy;
import io.gatehouse.resource.TrafficPolicy.PortTrafficPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which settings of a DestinationRule hold for one port and subset. A port's settings replace the rule's as a whole;
 * a subset's replace them one by one; a subset's for the port replace those again.
 */
final class TrafficPolicies {
    private static final TrafficPolicy NOTHING = new TrafficPolicy(null, null, null, null, List.of(), null, null, null);

    private TrafficPolicies() {}

    /** The settings of a port, without those of other ports. */
    static TrafficPolicy of(List<DestinationRule> rules, int port, String subset) {
        TrafficPolicy policy = NOTHING;
        for (DestinationRule rule : rules) {
            if (rule.trafficPolicy() != null) {
                policy = override(policy, rule.trafficPolicy(), port);
                break;
            }
        }
        TrafficPolicy own = subset.isEmpty() ? null : ofSubset(rules, subset);
        return own == null ? policy : override(policy, own, port);
    }

    private static @Nullable TrafficPolicy ofSubset(List<DestinationRule> rules, String name) {
        for (DestinationRule rule : rules) {
            for (DestinationRule.Subset subset : rule.subsets()) {
                if (subset.name().equals(name)) {
                    return subset.trafficPolicy();
                }
            }
        }
        return null;
    }

    private static TrafficPolicy override(TrafficPolicy below, TrafficPolicy above, int port) {
        PortTrafficPolicy own = ofPort(above, port);
        return new TrafficPolicy(
                own != null ? own.loadBalancer() : first(above.loadBalancer(), below.loadBalancer()),
                own != null ? own.connectionPool() : first(above.connectionPool(), below.connectionPool()),
                own != null ? own.outlierDetection() : first(above.outlierDetection(), below.outlierDetection()),
                own != null ? own.tls() : first(above.tls(), below.tls()),
                List.of(),
                first(above.tunnel(), below.tunnel()),
                first(above.proxyProtocol(), below.proxyProtocol()),
                first(above.retryBudget(), below.retryBudget()));
    }

    private static @Nullable PortTrafficPolicy ofPort(TrafficPolicy policy, int port) {
        for (PortTrafficPolicy own : policy.portLevelSettings()) {
            if (own.port() != null && own.port() == port) {
                return own;
            }
        }
        return null;
    }

    private static <T> @Nullable T first(@Nullable T above, @Nullable T below) {
        return above != null ? above : below;
    }
}
