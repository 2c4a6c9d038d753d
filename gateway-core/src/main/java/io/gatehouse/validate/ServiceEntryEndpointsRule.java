package io.gatehouse.validate;

import io.gatehouse.resource.FieldPath;
import io.gatehouse.resource.ServiceEntry;
import io.gatehouse.resource.Suggestion;
import io.gatehouse.resource.WorkloadEntrySpec;
import java.util.Set;
import java.util.stream.Collectors;

/** A ServiceEntry's endpoints: addresses that the resolution can use, ports that the entry defines. */
final class ServiceEntryEndpointsRule implements Rule<ServiceEntry> {
    @Override
    public void check(ServiceEntry entry, RuleContext context) {
        ServiceEntry.Resolution resolution = entry.effectiveResolution();
        if (resolution == ServiceEntry.Resolution.NONE || resolution == ServiceEntry.Resolution.DYNAMIC_DNS) {
            return; // they may have no endpoints; see the decoder and DynamicDnsRule
        }
        if (resolution == ServiceEntry.Resolution.DNS_ROUND_ROBIN
                && entry.endpoints().size() > 1) {
            context.error(
                    RuleCodes.ENDPOINT,
                    FieldPath.element("spec.endpoints", 1),
                    "resolution DNS_ROUND_ROBIN can have one endpoint only",
                    "use resolution DNS");
        }
        Set<String> ports =
                entry.ports().stream().map(ServiceEntry.ServicePort::name).collect(Collectors.toSet());
        boolean fixed = resolution == ServiceEntry.Resolution.STATIC;
        Routes.each("spec.endpoints", entry.endpoints(), (path, endpoint) -> {
            checkAddress(path, endpoint, fixed, ports, context);
            endpoint.ports().keySet().forEach(name -> {
                if (!ports.contains(name)) {
                    context.error(
                            RuleCodes.ENDPOINT,
                            FieldPath.child(path + ".ports", name),
                            "the ServiceEntry has no port named " + Names.quoted(name),
                            Suggestion.didYouMean(name, ports));
                }
            });
            WorkloadEntryRule.checkLabels(path, endpoint, context);
        });
    }

    private static void checkAddress(
            String path, WorkloadEntrySpec endpoint, boolean fixed, Set<String> ports, RuleContext context) {
        String address = endpoint.address() == null ? "" : endpoint.address();
        if (fixed && address.startsWith("unix://")) {
            if (ports.size() != 1) {
                context.error(
                        RuleCodes.ENDPOINT,
                        path + ".address",
                        "a unix:// endpoint needs exactly one port in spec.ports");
            }
        } else if (fixed && address.isEmpty()) {
            WorkloadEntryRule.checkMissing(path, endpoint, context);
        } else if (fixed && !Addresses.isAddress(address)) {
            context.error(
                    RuleCodes.ENDPOINT,
                    path + ".address",
                    Names.quoted(address) + " is not an IP address",
                    "resolution DNS allows host names");
        } else if (!fixed && !Addresses.isAddress(address) && Names.fqdn(address) != null) {
            context.error(
                    RuleCodes.ENDPOINT,
                    path + ".address",
                    Names.quoted(address) + " is neither a host name nor an IP address");
        }
    }
}
