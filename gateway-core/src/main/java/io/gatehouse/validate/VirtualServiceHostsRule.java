package io.gatehouse.validate;

import io.gatehouse.resource.FieldPath;
import io.gatehouse.resource.VirtualService;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hosts are names (the wildcard first) or IP addresses, none covering another; {@code *} is not for the mesh. */
final class VirtualServiceHostsRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        boolean gateway = !service.gateways().isEmpty() && !service.gateways().contains("mesh");
        boolean[] allFine = {true};
        Routes.each("spec.hosts", service.hosts(), (path, host) -> {
            String problem =
                    gateway && SniHosts.any(service) ? SniHosts.domainOfGateway(host) : Names.wildcardDomain(host);
            if (problem != null) {
                if (!Addresses.isAddress(host)) {
                    context.error(RuleCodes.VIRTUAL_SERVICE_HOST, path, problem, mend(host));
                    allFine[0] = false;
                }
            } else if (!gateway && host.equals("*")) {
                context.error(
                        RuleCodes.VIRTUAL_SERVICE_HOST,
                        path,
                        "\"*\" is not allowed for the mesh",
                        service.gateways().isEmpty()
                                ? "name the gateways that serve it"
                                : "remove \"mesh\" from gateways");
                allFine[0] = false;
            }
        });
        if (allFine[0]) {
            checkOverlaps(service.hosts(), context);
        }
    }

    private static @Nullable String mend(String host) {
        if (host.contains("://")) {
            return "write the host name only, without scheme";
        }
        return host.matches(".*:[0-9]+") ? "write the host name without the port" : null;
    }

    private static void checkOverlaps(List<String> hosts, RuleContext context) {
        Set<String> exact = new HashSet<>();
        for (int i = 0; i < hosts.size(); i++) {
            String host = hosts.get(i);
            String other = !exact.add(host) ? host : wildcardOverlap(hosts, i);
            if (other != null) {
                context.error(
                        RuleCodes.OVERLAPPING_HOSTS,
                        FieldPath.element("spec.hosts", i),
                        Names.quoted(host) + " overlaps with " + Names.quoted(other),
                        "keep one of both");
            }
        }
    }

    /** An earlier host that overlaps because one of both is a wildcard; equal ones are found by the caller. */
    private static @Nullable String wildcardOverlap(List<String> hosts, int index) {
        String host = hosts.get(index);
        for (int i = 0; i < index; i++) {
            String other = hosts.get(i);
            if ((Names.isWildcard(other) || Names.isWildcard(host)) && Names.overlap(other, host)) {
                return other;
            }
        }
        return null;
    }
}
