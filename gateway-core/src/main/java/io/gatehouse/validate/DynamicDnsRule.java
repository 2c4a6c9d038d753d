package io.gatehouse.validate;

import io.gatehouse.resource.Protocol;
import io.gatehouse.resource.ServiceEntry;
import java.util.Optional;
import java.util.Set;

/** {@code DYNAMIC_DNS} resolves what the client asked for: wildcard hosts, no fixed endpoints, protocols with a host. */
final class DynamicDnsRule implements Rule<ServiceEntry> {
    private static final Set<Protocol> PROTOCOLS = Set.of(Protocol.HTTP, Protocol.TLS, Protocol.GRPC, Protocol.HTTP2);

    @Override
    public void check(ServiceEntry entry, RuleContext context) {
        if (entry.effectiveResolution() != ServiceEntry.Resolution.DYNAMIC_DNS) {
            return;
        }
        Routes.each("spec.hosts", entry.hosts(), (path, host) -> {
            if (!Names.isWildcard(host)) {
                error(path, Names.quoted(host) + " is not a wildcard", context);
            }
        });
        if (!entry.addresses().isEmpty()) {
            error("spec.addresses", "have no place with resolution DYNAMIC_DNS", context);
        }
        if (!entry.endpoints().isEmpty()) {
            error("spec.endpoints", "have no place with resolution DYNAMIC_DNS", context);
        }
        Routes.each("spec.ports", entry.ports(), (path, port) -> {
            Optional<Protocol> protocol = Protocol.parse(String.valueOf(port.protocol()));
            if (protocol.filter(PROTOCOLS::contains).isEmpty()) {
                error(path + ".protocol", "resolution DYNAMIC_DNS needs HTTP, HTTP2, GRPC or TLS", context);
            }
        });
        String waypoint = entry.metadata().labels().getOrDefault("istio.io/use-waypoint", "");
        if (entry.location() == ServiceEntry.Location.MESH_INTERNAL
                && !waypoint.isEmpty()
                && !waypoint.equalsIgnoreCase("none")) {
            error("spec.location", "MESH_INTERNAL with a waypoint excludes resolution DYNAMIC_DNS", context);
        }
    }

    private static void error(String field, String problem, RuleContext context) {
        context.error(RuleCodes.DYNAMIC_DNS, field, problem);
    }
}
