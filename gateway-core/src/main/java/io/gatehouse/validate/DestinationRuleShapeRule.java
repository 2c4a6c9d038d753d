package io.gatehouse.validate;

import io.gatehouse.resource.DestinationRule;
import java.util.HashSet;
import java.util.Set;

/** A DestinationRule's host, its subsets' names and labels, and what excludes what in a policy. */
final class DestinationRuleShapeRule implements Rule<DestinationRule> {
    @Override
    public void check(DestinationRule rule, RuleContext context) {
        String problem = Names.wildcardDomain(rule.host());
        if (problem != null) {
            context.error(RuleCodes.DESTINATION_RULE_SHAPE, "spec.host", problem);
        }
        Set<String> names = new HashSet<>();
        Routes.each("spec.subsets", rule.subsets(), (path, subset) -> {
            if (!Names.isDnsLabel(subset.name())) {
                context.error(
                        RuleCodes.DESTINATION_RULE_SHAPE,
                        path + ".name",
                        Names.quoted(subset.name()) + " is not a subset's name",
                        "use letters, digits and '-', at most 63");
            }
            if (!names.add(subset.name())) {
                context.error(
                        RuleCodes.DESTINATION_RULE_SHAPE,
                        path + ".name",
                        "another subset is named " + Names.quoted(subset.name()) + " too");
            }
            String labels = Names.labels(subset.labels());
            if (labels != null) {
                context.error(RuleCodes.DESTINATION_RULE_SHAPE, path + ".labels", labels);
            }
        });
        TrafficPolicies.whole(rule, (path, policy) -> {
            if (policy.tunnel() != null && policy.proxyProtocol() != null) {
                context.error(
                        RuleCodes.DESTINATION_RULE_SHAPE,
                        path + ".proxyProtocol",
                        "excludes tunnel, which is written too",
                        "keep one of both");
            }
        });
        if (rule.workloadSelector() != null && rule.workloadSelector().isEmpty()) {
            context.warning(RuleCodes.EMPTY_SELECTOR, "spec.workloadSelector", "selects every workload");
        }
    }
}
