package io.gatehouse.validate;

import io.gatehouse.resource.WorkloadEntry;
import io.gatehouse.resource.WorkloadEntrySpec;

/** A WorkloadEntry's address and labels. */
final class WorkloadEntryRule implements Rule<WorkloadEntry> {
    @Override
    public void check(WorkloadEntry entry, RuleContext context) {
        WorkloadEntrySpec endpoint = entry.spec();
        String address = endpoint.address() == null ? "" : endpoint.address();
        if (address.isEmpty()) {
            checkMissing("spec", endpoint, context);
        } else if (!address.startsWith("unix://") && !Addresses.isAddress(address) && Names.fqdn(address) != null) {
            context.error(
                    RuleCodes.ENDPOINT,
                    "spec.address",
                    Names.quoted(address) + " is neither a host name nor an IP address");
        }
        checkLabels("spec", endpoint, context);
    }

    static void checkMissing(String path, WorkloadEntrySpec endpoint, RuleContext context) {
        if (!TlsServers.isSet(endpoint.network())) {
            context.error(RuleCodes.ENDPOINT, path + ".address", "an endpoint needs an address");
        } else {
            context.warning(RuleCodes.ENDPOINT, path + ".address", "without an address this endpoint can't be reached");
        }
    }

    static void checkLabels(String path, WorkloadEntrySpec endpoint, RuleContext context) {
        String problem = Names.labels(endpoint.labels());
        if (problem != null) {
            context.error(RuleCodes.ENDPOINT, path + ".labels", problem);
        }
    }
}
