package io.gatehouse.compile;

import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.ServiceEntry;
import io.gatehouse.resource.WorkloadEntry;
import io.gatehouse.resource.WorkloadEntrySpec;
import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.EndpointSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Addresses of ServiceEntries: their own endpoints, the WorkloadEntries they select, or their host by DNS. */
final class EntryEndpoints {
    private final List<WorkloadEntry> workloads;

    EntryEndpoints(ResourceSet resources) {
        this.workloads = resources.ofKind(WorkloadEntry.class);
    }

    KnownService service(ServiceEntry entry, String host) {
        List<KnownService.Port> ports = entry.ports().stream()
                .map(port -> new KnownService.Port(
                        port.number(),
                        port.name(),
                        ServiceProtocol.named(port.protocol()),
                        port.targetPort() == null ? port.number() : port.targetPort()))
                .toList();
        return new KnownService(
                host,
                entry.metadata().namespace(),
                ports,
                resolution(entry),
                port -> addresses(entry, host, port),
                entry.subjectAltNames());
    }

    private static ClusterSpec.Resolution resolution(ServiceEntry entry) {
        return switch (entry.effectiveResolution()) {
            case STATIC -> ClusterSpec.Resolution.STATIC;
            case DNS_ROUND_ROBIN -> ClusterSpec.Resolution.DNS_ROUND_ROBIN;
            // Without an original destination, which a gateway never has, the host itself is the best guess
            case DNS, NONE -> ClusterSpec.Resolution.DNS;
            case DYNAMIC_DNS -> ClusterSpec.Resolution.DYNAMIC_DNS;
        };
    }

    private List<EndpointSpec> addresses(ServiceEntry entry, String host, KnownService.Port port) {
        Map<String, String> selector = entry.workloadSelector();
        if (selector != null) {
            return workloads.stream()
                    .filter(workload -> workload.metadata()
                            .namespace()
                            .equals(entry.metadata().namespace()))
                    .map(WorkloadEntry::spec)
                    .filter(workload -> Labels.cover(workload.labels(), selector))
                    .map(workload -> endpoint(workload, workload.address(), port))
                    .toList();
        }
        if (entry.endpoints().isEmpty()) {
            ClusterSpec.Resolution resolution = resolution(entry);
            boolean byName = resolution == ClusterSpec.Resolution.DYNAMIC_DNS
                    || (resolution != ClusterSpec.Resolution.STATIC && !host.startsWith("*"));
            return byName ? List.of(new EndpointSpec(host, port.target(), 1, Map.of(), "")) : List.of();
        }
        return entry.endpoints().stream()
                .map(endpoint -> endpoint(endpoint, endpoint.address(), port))
                .toList();
    }

    private static EndpointSpec endpoint(WorkloadEntrySpec workload, @Nullable String address, KnownService.Port port) {
        String where = address == null ? "" : address;
        Integer own = workload.ports().get(port.name());
        int number = where.startsWith("unix://") ? 0 : own == null ? port.target() : own;
        long weight = workload.weight() == null ? 1 : workload.weight();
        String locality = workload.locality() == null ? "" : workload.locality();
        return new EndpointSpec(where, number, (int) Math.max(1, weight), workload.labels(), locality);
    }
}
