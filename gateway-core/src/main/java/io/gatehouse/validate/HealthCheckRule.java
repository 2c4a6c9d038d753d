package io.gatehouse.validate;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.decode.HealthCheckAnnotations;

/** Our own annotations for active health checks. */
final class HealthCheckRule implements Rule<DestinationRule> {
    @Override
    public void check(DestinationRule rule, RuleContext context) {
        HealthCheckAnnotations.of(rule.metadata().annotations())
                .problems()
                .forEach((annotation, problem) ->
                        context.error(RuleCodes.HEALTH_CHECK, "metadata.annotations", annotation + ": " + problem));
    }
}
