package io.gatehouse.validate;

import io.gatehouse.resource.HttpRoute;
import io.gatehouse.resource.VirtualService;

/** An HTTP rule does exactly one thing, and has only the settings that go with it. */
final class RouteActionRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        boolean delegate = service.hosts().isEmpty();
        Routes.http(service, (path, route) -> {
            if (delegate && route.delegate() != null) {
                error(path + ".delegate", "a delegate can't delegate further", context);
            }
            if (!delegate && route.delegate() != null) {
                checkRoot(path, route, context);
            } else {
                checkAction(path, route, context);
            }
        });
    }

    /** Whatever else the root's rule has applies to the delegate's rules. */
    private static void checkRoot(String path, HttpRoute route, RuleContext context) {
        if (route.redirect() != null) {
            error(path + ".redirect", "a rule with delegate can't redirect", context);
        }
        if (!route.route().isEmpty()) {
            error(path + ".route", "a rule with delegate can't have destinations", context);
        }
    }

    private static void checkAction(String path, HttpRoute route, RuleContext context) {
        String action = route.redirect() != null ? "redirect" : "directResponse";
        if (route.redirect() != null || route.directResponse() != null) {
            excludes(path, action, "route", !route.route().isEmpty(), context);
            excludes(path, action, "fault", route.fault() != null, context);
            excludes(path, action, "rewrite", route.rewrite() != null, context);
            excludes(
                    path,
                    action,
                    "directResponse",
                    route.redirect() != null && route.directResponse() != null,
                    context);
        } else if (route.route().isEmpty()) {
            context.error(
                    RuleCodes.ROUTE_ACTION,
                    path,
                    "the rule does nothing",
                    "add one of route, redirect, directResponse");
        }
        if (route.mirror() != null && !route.mirrors().isEmpty()) {
            error(path + ".mirrors", "excludes mirror, which is written too", context);
        }
    }

    private static void excludes(String path, String action, String field, boolean set, RuleContext context) {
        if (set) {
            error(path + "." + field, "has no place in a rule with " + action, context);
        }
    }

    private static void error(String path, String problem, RuleContext context) {
        context.error(RuleCodes.ROUTE_ACTION, path, problem, "keep one of both");
    }
}
