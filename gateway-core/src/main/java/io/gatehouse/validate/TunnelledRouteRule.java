package io.gatehouse.validate;

import io.gatehouse.resource.Destination;
import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.TrafficPolicy;
import io.gatehouse.resource.VirtualService;
import org.jspecify.annotations.Nullable;

/** Tunnels that HTTP routes lead to: they do not use them, as in Istio. */
final class TunnelledRouteRule implements Rule<DestinationRule> {
    @Override
    public void check(DestinationRule rule, RuleContext context) {
        check(rule, "spec.trafficPolicy", rule.trafficPolicy(), null, context);
        Routes.each(
                "spec.subsets",
                rule.subsets(),
                (path, subset) -> check(rule, path + ".trafficPolicy", subset.trafficPolicy(), subset.name(), context));
    }

    private static void check(
            DestinationRule rule,
            String path,
            @Nullable TrafficPolicy policy,
            @Nullable String subset,
            RuleContext context) {
        if (policy == null || policy.tunnel() == null) {
            return;
        }
        for (VirtualService service : context.resources().virtualServices()) {
            if (leadsTo(service, rule, subset, context)) {
                context.warning(
                        RuleCodes.WITHOUT_EFFECT,
                        path + ".tunnel",
                        "HTTP routes of " + service.key() + " lead here and are not tunnelled",
                        "a tunnel is for tcp and tls routes");
            }
        }
    }

    private static boolean leadsTo(
            VirtualService service, DestinationRule rule, @Nullable String subset, RuleContext context) {
        String namespace = service.metadata().namespace();
        String host = context.names().fullName(rule.host(), rule.metadata().namespace());
        return service.http().stream()
                .flatMap(route -> route.route().stream())
                .map(weighted -> weighted.destination())
                .filter(destination -> subset == null || subset.equals(destination.subset()))
                .map(Destination::host)
                .anyMatch(name -> Names.covers(host, context.names().fullName(name, namespace)));
    }
}
