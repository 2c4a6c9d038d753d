package io.gatehouse.compile;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.decode.HealthCheckAnnotations;
import io.gatehouse.route.HealthCheckSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Health checks of a service: those of the first of its DestinationRules that has any. */
final class HealthCheckCompiler {
    private HealthCheckCompiler() {}

    static @Nullable HealthCheckSpec of(List<DestinationRule> rules, String service) {
        for (DestinationRule rule : rules) {
            HealthCheckAnnotations written =
                    HealthCheckAnnotations.of(rule.metadata().annotations());
            if (written.path() != null) {
                return new HealthCheckSpec(
                        written.path(),
                        written.host() == null ? service : written.host(),
                        written.interval(),
                        written.timeout(),
                        written.jitterPercent(),
                        written.unhealthyThreshold(),
                        written.healthyThreshold(),
                        written.expectedStatuses(),
                        written.panicPercent());
            }
        }
        return null;
    }
}
