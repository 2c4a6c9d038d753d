package io.gatehouse.validate;

import io.gatehouse.resource.ServiceEntry;

/** A ServiceEntry's hosts, and which of them a resolution can look up. */
final class ServiceEntryHostsRule implements Rule<ServiceEntry> {
    @Override
    public void check(ServiceEntry entry, RuleContext context) {
        ServiceEntry.Resolution resolution = entry.effectiveResolution();
        if (entry.hosts().isEmpty()) {
            context.error(RuleCodes.SERVICE_ENTRY_HOST, "spec.hosts", "a ServiceEntry needs at least one host");
        }
        Routes.each("spec.hosts", entry.hosts(), (path, host) -> {
            String problem = host.equals("*") ? "\"*\" is no service" : Names.wildcardDomain(host);
            if (problem != null) {
                context.error(RuleCodes.SERVICE_ENTRY_HOST, path, problem);
            } else if (Names.isPartialWildcard(host) && resolution != ServiceEntry.Resolution.DYNAMIC_DNS) {
                context.warning(
                        RuleCodes.PARTIAL_WILDCARD,
                        path,
                        Names.quoted(host) + " has a wildcard that is only part of a label");
            }
        });
        checkResolvable(entry, resolution, context);
        if (entry.workloadSelector() != null && entry.workloadSelector().isEmpty()) {
            context.warning(RuleCodes.EMPTY_SELECTOR, "spec.workloadSelector", "selects every workload");
        }
        if (resolution == ServiceEntry.Resolution.NONE) {
            context.warning(
                    RuleCodes.RESOLUTION_NONE,
                    "spec.resolution",
                    "with resolution NONE a gateway has no address to forward to",
                    "set it to DNS, or to STATIC with endpoints");
        }
    }

    private static void checkResolvable(ServiceEntry entry, ServiceEntry.Resolution resolution, RuleContext context) {
        boolean dns =
                resolution == ServiceEntry.Resolution.DNS || resolution == ServiceEntry.Resolution.DNS_ROUND_ROBIN;
        if (dns && entry.endpoints().isEmpty()) {
            Routes.each("spec.hosts", entry.hosts(), (path, host) -> {
                if (Names.fqdn(host) != null) {
                    context.error(
                            RuleCodes.SERVICE_ENTRY_HOST,
                            path,
                            Names.quoted(host) + " can't be looked up in DNS",
                            "add endpoints");
                }
            });
        }
    }
}
