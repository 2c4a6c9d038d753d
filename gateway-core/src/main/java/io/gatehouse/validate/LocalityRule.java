package io.gatehouse.validate;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.FieldPath;
import io.gatehouse.resource.LoadBalancerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Traffic by locality: shares that sum up to 100, failover between different regions. */
final class LocalityRule implements Rule<DestinationRule> {
    private static final Set<String> TOPOLOGY =
            Set.of("topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone");

    @Override
    public void check(DestinationRule rule, RuleContext context) {
        TrafficPolicies.each(rule, settings -> {
            LoadBalancerSettings lb = settings.loadBalancer();
            if (lb == null) {
                return;
            }
            boolean detection = settings.outlierDetection() != null;
            LoadBalancerSettings.LocalityLb locality = lb.localityLbSetting();
            if (locality != null) {
                String field = settings.path() + ".loadBalancer.localityLbSetting";
                checkLocality(field, locality, context);
                checkFailover(field, locality.failover(), locality.failoverPriority(), detection, context);
            }
            LoadBalancerSettings.ZoneAwareLb zone = lb.zoneAwareLbSetting();
            if (zone != null) {
                String field = settings.path() + ".loadBalancer.zoneAwareLbSetting";
                checkPriorities(field, zone.failoverPriority(), "is chosen by zone already", context);
                checkFailover(field, zone.failover(), zone.failoverPriority(), detection, context);
            }
        });
    }

    private static void checkLocality(String field, LoadBalancerSettings.LocalityLb locality, RuleContext context) {
        if (!locality.distribute().isEmpty() && !locality.failover().isEmpty()) {
            error(field + ".failover", "excludes distribute, which is written too", context);
            return;
        }
        if (!locality.failover().isEmpty()) {
            checkPriorities(field, locality.failoverPriority(), "excludes failover", context);
        }
        List<String> sources = new ArrayList<>();
        Routes.each(field + ".distribute", locality.distribute(), (path, distribute) -> {
            sources.add(distribute.from() == null ? "" : distribute.from());
            checkShares(path + ".to", distribute.to(), context);
        });
        String overlap = Localities.problem(sources);
        if (overlap != null) {
            error(field + ".distribute", overlap, context);
        }
    }

    private static void checkShares(String field, Map<String, Long> shares, RuleContext context) {
        long sum = 0;
        for (Map.Entry<String, Long> share : shares.entrySet()) {
            if (share.getValue() < 1 || share.getValue() > 100) {
                error(
                        FieldPath.child(field, share.getKey()),
                        Names.quoted(share.getValue().toString()) + " is not between 1 and 100",
                        context);
            }
            sum += share.getValue();
        }
        if (sum != 100) {
            error(field, "the shares sum up to " + sum + ", not 100", context);
        }
        String overlap = Localities.problem(List.copyOf(shares.keySet()));
        if (overlap != null) {
            error(field, overlap, context);
        }
    }

    private static void checkPriorities(String field, List<String> labels, String reason, RuleContext context) {
        Routes.each(field + ".failoverPriority", labels, (path, label) -> {
            if (TOPOLOGY.contains(label)) {
                error(path, Names.quoted(label) + " " + reason, context);
            }
        });
    }

    private static void checkFailover(
            String field,
            List<LoadBalancerSettings.Failover> failover,
            List<String> priorities,
            boolean detection,
            RuleContext context) {
        if (!detection && (!failover.isEmpty() || !priorities.isEmpty())) {
            context.warning(
                    RuleCodes.FAILOVER_WITHOUT_DETECTION,
                    field,
                    "failover needs outlierDetection, which says what has failed",
                    "add outlierDetection");
        }
        Routes.each(field + ".failover", failover, (path, step) -> {
            String from = step.from() == null ? "" : step.from();
            String to = step.to() == null ? "" : step.to();
            if (from.equals(to)) {
                error(path, "from and to are the same region", context);
            }
            if ((from + to).contains("/") || (from + to).contains("*")) {
                error(path, "from and to name regions, without zone or wildcard", context);
            }
        });
    }

    private static void error(String field, String problem, RuleContext context) {
        context.error(RuleCodes.LOCALITY, field, problem);
    }
}
