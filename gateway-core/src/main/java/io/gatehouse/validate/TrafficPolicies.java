package io.gatehouse.validate;

import io.gatehouse.resource.ClientTls;
import io.gatehouse.resource.ConnectionPoolSettings;
import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.LoadBalancerSettings;
import io.gatehouse.resource.OutlierDetection;
import io.gatehouse.resource.TrafficPolicy;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Walks the traffic policies of a DestinationRule: its own, its subsets', and those of ports. */
final class TrafficPolicies {
    private TrafficPolicies() {}

    /**
     * What rules judge, of a whole policy or of a port's.
     *
     * @param path of the policy
     */
    record Settings(
            String path,
            @Nullable LoadBalancerSettings loadBalancer,
            @Nullable ConnectionPoolSettings connectionPool,
            @Nullable OutlierDetection outlierDetection,
            @Nullable ClientTls tls) {}

    static void whole(DestinationRule rule, BiConsumer<String, TrafficPolicy> visitor) {
        if (rule.trafficPolicy() != null) {
            visitor.accept("spec.trafficPolicy", rule.trafficPolicy());
        }
        Routes.each("spec.subsets", rule.subsets(), (path, subset) -> {
            if (subset.trafficPolicy() != null) {
                visitor.accept(path + ".trafficPolicy", subset.trafficPolicy());
            }
        });
    }

    static void each(DestinationRule rule, Consumer<Settings> visitor) {
        whole(rule, (path, policy) -> {
            visitor.accept(new Settings(
                    path, policy.loadBalancer(), policy.connectionPool(), policy.outlierDetection(), policy.tls()));
            Routes.each(
                    path + ".portLevelSettings",
                    policy.portLevelSettings(),
                    (p, port) -> visitor.accept(new Settings(
                            p, port.loadBalancer(), port.connectionPool(), port.outlierDetection(), port.tls())));
        });
    }
}
