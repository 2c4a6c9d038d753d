package io.gatehouse.validate;

import io.gatehouse.resource.ServiceEntry;

/** A ServiceEntry's addresses are IP addresses; subnets only where nothing is resolved. */
final class ServiceEntryAddressesRule implements Rule<ServiceEntry> {
    @Override
    public void check(ServiceEntry entry, RuleContext context) {
        ServiceEntry.Resolution resolution = entry.effectiveResolution();
        boolean subnets = resolution == ServiceEntry.Resolution.NONE || resolution == ServiceEntry.Resolution.STATIC;
        Routes.each("spec.addresses", entry.addresses(), (path, address) -> {
            if (!Addresses.isSubnet(address)) {
                context.error(
                        RuleCodes.SERVICE_ENTRY_ADDRESS,
                        path,
                        Names.quoted(address) + " is neither an IP address nor a subnet");
            } else if (address.contains("/") && !subnets) {
                context.error(
                        RuleCodes.SERVICE_ENTRY_ADDRESS,
                        path,
                        "a subnet has no place with resolution " + resolution,
                        "use resolution STATIC or NONE");
            }
        });
    }
}
