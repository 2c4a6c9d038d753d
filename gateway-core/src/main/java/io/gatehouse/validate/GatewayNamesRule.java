package io.gatehouse.validate;

import io.gatehouse.resource.VirtualService;
import java.util.List;

/** Gateways are named {@code name}, {@code namespace/name} or {@code mesh}, in the list and in matches. */
final class GatewayNamesRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        checkNames("spec.gateways", service.gateways(), context);
        Routes.httpMatches(service, (path, match) -> checkNames(path + ".gateways", match.gateways(), context));
        Routes.each(
                "spec.tls",
                service.tls(),
                (path, route) -> Routes.each(
                        path + ".match", route.match(), (p, m) -> checkNames(p + ".gateways", m.gateways(), context)));
        Routes.each(
                "spec.tcp",
                service.tcp(),
                (path, route) -> Routes.each(
                        path + ".match", route.match(), (p, m) -> checkNames(p + ".gateways", m.gateways(), context)));
    }

    private static void checkNames(String path, List<String> names, RuleContext context) {
        Routes.each(path, names, (p, name) -> {
            int slash = name.indexOf('/');
            if (slash < 0) {
                checkShort(p, name, context);
            } else if (!Names.isDnsLabel(name.substring(0, slash)) || !Names.isDnsLabel(name.substring(slash + 1))) {
                context.error(
                        RuleCodes.GATEWAY_NAME,
                        p,
                        Names.quoted(name) + " is not of the form namespace/name",
                        "both are DNS labels");
            }
        });
    }

    private static void checkShort(String path, String name, RuleContext context) {
        String problem = Names.fqdn(name);
        if (problem != null) {
            context.error(RuleCodes.GATEWAY_NAME, path, Names.quoted(name) + " is not a Gateway's name");
        } else if (name.contains(".")) {
            String[] parts = name.split("\\.", 3);
            context.warning(
                    RuleCodes.LEGACY_GATEWAY_NAME,
                    path,
                    Names.quoted(name) + " is the old form of a Gateway's name",
                    "write \"" + parts[1] + "/" + parts[0] + "\"");
        }
    }
}
