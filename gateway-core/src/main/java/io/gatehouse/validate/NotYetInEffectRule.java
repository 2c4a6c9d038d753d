package io.gatehouse.validate;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fields that are understood and do nothing yet: nobody should believe in them silently. The one list; what gets an
 * effect is taken off it.
 */
final class NotYetInEffectRule implements Rule<Resource> {
    private static final Map<String, String> DESTINATION_RULE = policies("tunnel");

    @Override
    public void check(Resource resource, RuleContext context) {
        if (resource instanceof DestinationRule) {
            WrittenFields.warn(resource, RuleCodes.NOT_YET_IN_EFFECT, DESTINATION_RULE, context);
        }
    }

    private static Map<String, String> policies(String... names) {
        Map<String, String> paths = new LinkedHashMap<>();
        for (String name : names) {
            for (String policy : List.of("spec.trafficPolicy.", "spec.subsets[*].trafficPolicy.")) {
                paths.put(policy + name, "has no effect yet");
                paths.put(policy + "portLevelSettings[*]." + name, "has no effect yet");
            }
        }
        return paths;
    }
}
