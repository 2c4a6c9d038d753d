package io.gatehouse.resource;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes Service ({@code v1}), as far as a gateway needs it.
 *
 * @param type ClusterIP, NodePort, LoadBalancer or ExternalName; ClusterIP when absent
 * @param clusterIP {@code None} for a headless one
 * @param externalName of type ExternalName
 */
public record Service(
        Metadata metadata,
        SourceMap sources,
        List<Port> ports,
        Map<String, String> selector,
        @Nullable String type,
        @Nullable String clusterIP,
        @Nullable String externalName)
        implements Resource {

    /**
     * {@code spec.ports[]}.
     *
     * @param name absent only when the Service has one port
     * @param protocol TCP when absent
     * @param appProtocol what is spoken; else the name's prefix says it
     * @param targetPort port when absent
     */
    public record Port(
            @Nullable String name,
            @Nullable String protocol,
            @Nullable String appProtocol,
            int port,
            @Nullable TargetPort targetPort,
            @Nullable Integer nodePort) {}

    /** A container's port by number or by name: exactly one is given. */
    public record TargetPort(
            @Nullable Integer number, @Nullable String name) {}

    public Service {
        ports = List.copyOf(ports);
        selector = Map.copyOf(selector);
    }
}
