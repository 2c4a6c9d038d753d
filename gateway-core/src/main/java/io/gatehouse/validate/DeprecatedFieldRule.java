package io.gatehouse.validate;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.VirtualService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fields that have a better successor. */
final class DeprecatedFieldRule implements Rule<Resource> {
    private static final Map<String, String> VIRTUAL_SERVICE = Map.of(
            "spec.http[*].mirrorPercent", "is deprecated: use mirrorPercentage",
            "spec.http[*].mirror_percent", "is deprecated: use mirrorPercentage",
            "spec.http[*].fault.delay.percent", "is deprecated: use percentage",
            "spec.http[*].corsPolicy.allowOrigin", "is deprecated: use allowOrigins");

    private static final Map<String, String> DESTINATION_RULE = policies(Map.of(
            "outlierDetection.consecutiveErrors", "is deprecated: use consecutive5xxErrors or consecutiveGatewayErrors",
            "loadBalancer.consistentHash.minimumRingSize", "is deprecated: use ringHash.minimumRingSize",
            "loadBalancer.warmupDurationSecs", "is deprecated: use warmup"));

    @Override
    public void check(Resource resource, RuleContext context) {
        if (resource instanceof VirtualService) {
            WrittenFields.warn(resource, RuleCodes.DEPRECATED, VIRTUAL_SERVICE, context);
        } else if (resource instanceof DestinationRule) {
            WrittenFields.warn(resource, RuleCodes.DEPRECATED, DESTINATION_RULE, context);
        }
    }

    /** Every place where a traffic policy may stand. */
    private static Map<String, String> policies(Map<String, String> reasonByPath) {
        Map<String, String> everywhere = new LinkedHashMap<>();
        for (String policy : List.of("spec.trafficPolicy.", "spec.subsets[*].trafficPolicy.")) {
            reasonByPath.forEach((path, reason) -> {
                everywhere.put(policy + path, reason);
                everywhere.put(policy + "portLevelSettings[*]." + path, reason);
            });
        }
        return everywhere;
    }
}
