package io.gatehouse.validate;

import io.gatehouse.resource.FieldPath;
import io.gatehouse.resource.HttpRouteDestination;
import io.gatehouse.resource.RouteDestination;
import io.gatehouse.resource.VirtualService;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Weights are not negative, and those of several destinations not all 0. */
final class WeightRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.http(
                service,
                (path, route) -> checkWeights(
                        path + ".route",
                        route.route().stream()
                                .map(HttpRouteDestination::weight)
                                .collect(Collectors.toCollection(ArrayList::new)),
                        context));
        Routes.each("spec.tls", service.tls(), (path, route) -> checkL4(path, route.route(), context));
        Routes.each("spec.tcp", service.tcp(), (path, route) -> checkL4(path, route.route(), context));
    }

    private static void checkL4(String path, List<RouteDestination> route, RuleContext context) {
        checkWeights(
                path + ".route",
                route.stream().map(RouteDestination::weight).collect(Collectors.toCollection(ArrayList::new)),
                context);
    }

    private static void checkWeights(String path, List<@Nullable Integer> weights, RuleContext context) {
        long sum = 0;
        for (int i = 0; i < weights.size(); i++) {
            Integer weight = weights.get(i);
            if (weight != null && weight < 0) {
                context.error(
                        RuleCodes.WEIGHT,
                        FieldPath.element(path, i) + ".weight",
                        Names.quoted(weight.toString()) + " is below 0");
            }
            sum += weight == null ? 0 : weight;
        }
        if (weights.size() > 1 && sum == 0) {
            context.error(
                    RuleCodes.WEIGHT,
                    path,
                    "the weights of " + weights.size() + " destinations sum up to 0",
                    "give each a weight");
        }
    }
}
