package io.gatehouse.validate;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.OutlierDetection;
import org.jspecify.annotations.Nullable;

/** Outlier detection's percents, and the switch that its local failures need. */
final class OutlierDetectionRule implements Rule<DestinationRule> {
    @Override
    public void check(DestinationRule rule, RuleContext context) {
        TrafficPolicies.each(rule, settings -> {
            OutlierDetection outlier = settings.outlierDetection();
            if (outlier == null) {
                return;
            }
            String field = settings.path() + ".outlierDetection";
            percent(field + ".maxEjectionPercent", outlier.maxEjectionPercent(), context);
            percent(field + ".minHealthPercent", outlier.minHealthPercent(), context);
            Long local = outlier.consecutiveLocalOriginFailures();
            if (local != null && local > 0 && !outlier.splitExternalLocalOriginErrors()) {
                context.error(
                        RuleCodes.OUTLIER_DETECTION,
                        field + ".consecutiveLocalOriginFailures",
                        "has no effect while local failures aren't counted apart",
                        "set splitExternalLocalOriginErrors: true");
            }
        });
    }

    private static void percent(String field, @Nullable Integer value, RuleContext context) {
        if (value != null && (value < 0 || value > 100)) {
            context.error(
                    RuleCodes.OUTLIER_DETECTION, field, Names.quoted(value.toString()) + " is not between 0 and 100");
        }
    }
}
