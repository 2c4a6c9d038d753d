package io.gatehouse.resource;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service that the platform doesn't know ({@code networking.istio.io} ServiceEntry).
 *
 * @param addresses virtual addresses, of no use at a gateway
 * @param location MESH_EXTERNAL when absent
 * @param resolution NONE when absent
 * @param workloadSelector labels of WorkloadEntries and pods that are its endpoints; excludes endpoints
 * @param exportTo namespaces that see it; empty means all
 * @param subjectAltNames names that an upstream certificate must have
 */
public record ServiceEntry(
        Metadata metadata,
        SourceMap sources,
        List<String> hosts,
        List<String> addresses,
        List<ServicePort> ports,
        @Nullable Location location,
        @Nullable Resolution resolution,
        List<WorkloadEntrySpec> endpoints,
        @Nullable Map<String, String> workloadSelector,
        List<String> exportTo,
        List<String> subjectAltNames)
        implements Resource {

    /** Whether the service belongs to the mesh. */
    public enum Location {
        MESH_EXTERNAL,
        MESH_INTERNAL
    }

    /** How the endpoints' addresses are found. */
    public enum Resolution {
        NONE,
        STATIC,
        DNS,
        DNS_ROUND_ROBIN,
        DYNAMIC_DNS
    }

    /**
     * {@code spec.ports[]}.
     *
     * @param protocol as written, in any case; unknown protocols are TCP
     * @param targetPort the endpoints' port; number when absent
     */
    public record ServicePort(
            int number,
            @Nullable String protocol,
            String name,
            @Nullable Integer targetPort) {}

    public ServiceEntry {
        hosts = List.copyOf(hosts);
        addresses = List.copyOf(addresses);
        ports = List.copyOf(ports);
        endpoints = List.copyOf(endpoints);
        workloadSelector = workloadSelector == null ? null : Map.copyOf(workloadSelector);
        exportTo = List.copyOf(exportTo);
        subjectAltNames = List.copyOf(subjectAltNames);
    }

    /** The resolution, with Istio's default. */
    public Resolution effectiveResolution() {
        return resolution == null ? Resolution.NONE : resolution;
    }
}
