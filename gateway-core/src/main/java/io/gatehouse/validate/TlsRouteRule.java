package io.gatehouse.validate;

import io.gatehouse.resource.TlsMatchAttributes;
import io.gatehouse.resource.VirtualService;

/** TLS routes match SNI names that the VirtualService's hosts cover, and go somewhere. */
final class TlsRouteRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.each("spec.tls", service.tls(), (path, route) -> {
            if (route.match().isEmpty()) {
                context.error(RuleCodes.TLS_ROUTE, path + ".match", "a TLS rule needs at least one match");
            }
            if (route.route().isEmpty()) {
                context.error(RuleCodes.TLS_ROUTE, path + ".route", "a TLS rule needs a destination");
            }
            Routes.each(path + ".match", route.match(), (p, match) -> checkMatch(p, match, service, context));
        });
    }

    private static void checkMatch(String path, TlsMatchAttributes match, VirtualService service, RuleContext context) {
        if (match.sniHosts().isEmpty()) {
            context.error(RuleCodes.TLS_ROUTE, path + ".sniHosts", "a TLS match needs at least one SNI host");
        }
        Routes.each(path + ".sniHosts", match.sniHosts(), (p, host) -> checkHost(p, host, service, context));
        Routes.each(
                path + ".destinationSubnets",
                match.destinationSubnets(),
                (p, subnet) -> TcpRouteRule.checkSubnet(RuleCodes.TLS_ROUTE, p, subnet, context));
    }

    private static void checkHost(String path, String host, VirtualService service, RuleContext context) {
        String problem =
                service.gateways().contains("mesh") ? Names.wildcardDomain(host) : SniHosts.domainOfGateway(host);
        if (problem != null) {
            if (Addresses.isAddress(host)) {
                context.warning(RuleCodes.SNI_ADDRESS, path, "clients send no SNI for an IP address");
            } else {
                context.error(RuleCodes.TLS_ROUTE, path, problem);
            }
        } else if (service.hosts().stream().noneMatch(wide -> Names.covers(wide, host))) {
            context.error(
                    RuleCodes.TLS_ROUTE,
                    path,
                    Names.quoted(host) + " is covered by none of the hosts " + service.hosts(),
                    "add it to spec.hosts");
        }
    }
}
