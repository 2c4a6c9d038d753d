package io.gatehouse.validate;

import io.gatehouse.resource.VirtualService;

/** TCP routes go somewhere, and their subnets are subnets. */
final class TcpRouteRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.each("spec.tcp", service.tcp(), (path, route) -> {
            if (route.route().isEmpty()) {
                context.error(RuleCodes.TCP_ROUTE, path + ".route", "a TCP rule needs a destination");
            }
            Routes.each(
                    path + ".match",
                    route.match(),
                    (p, match) -> Routes.each(
                            p + ".destinationSubnets",
                            match.destinationSubnets(),
                            (field, subnet) -> checkSubnet(RuleCodes.TCP_ROUTE, field, subnet, context)));
        });
    }

    static void checkSubnet(String code, String field, String subnet, RuleContext context) {
        if (!Addresses.isSubnet(subnet)) {
            context.error(code, field, Names.quoted(subnet) + " is neither an IP address nor a subnet");
        }
    }
}
