package io.gatehouse.validate;

import io.gatehouse.resource.VirtualService;

/** Host, subset and port of a destination are well-formed. */
final class DestinationFormRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.destinations(service, (path, destination) -> {
            String problem = destination.host().equals("*")
                    ? "\"*\" is no destination"
                    : Names.wildcardDomain(destination.host());
            if (problem != null) {
                context.error(RuleCodes.DESTINATION, path + ".host", problem);
            }
            String subset = destination.subset();
            if (subset != null && !subset.isEmpty() && !Names.isDnsLabel(subset)) {
                context.error(
                        RuleCodes.DESTINATION, path + ".subset", Names.quoted(subset) + " is not a subset's name");
            }
            if (destination.port() != null && destination.port() == 0) {
                context.error(RuleCodes.DESTINATION, path + ".port.number", "\"0\" is not between 1 and 65535");
            }
        });
    }
}
