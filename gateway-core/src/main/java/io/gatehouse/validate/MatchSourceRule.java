package io.gatehouse.validate;

import io.gatehouse.resource.VirtualService;
import java.util.Map;

/** Labels and namespace of the gateway that a match is for. */
final class MatchSourceRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.httpMatches(service, (path, match) -> {
            checkLabels(path, match.sourceLabels(), context);
            String namespace = match.sourceNamespace();
            if (namespace != null && !namespace.isEmpty() && !Names.isDnsLabel(namespace)) {
                context.error(
                        RuleCodes.MATCH_SOURCE,
                        path + ".sourceNamespace",
                        Names.quoted(namespace) + " is not a namespace");
            }
        });
        Routes.each(
                "spec.tls",
                service.tls(),
                (path, route) -> Routes.each(
                        path + ".match", route.match(), (p, m) -> checkLabels(p, m.sourceLabels(), context)));
        Routes.each(
                "spec.tcp",
                service.tcp(),
                (path, route) -> Routes.each(
                        path + ".match", route.match(), (p, m) -> checkLabels(p, m.sourceLabels(), context)));
    }

    private static void checkLabels(String path, Map<String, String> labels, RuleContext context) {
        String problem = Names.labels(labels);
        if (problem != null) {
            context.error(RuleCodes.MATCH_SOURCE, path + ".sourceLabels", problem);
        }
    }
}
