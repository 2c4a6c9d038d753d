package io.gatehouse.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Some endpoints of a Service ({@code discovery.k8s.io/v1}); the label {@value #SERVICE_NAME} says whose.
 *
 * @param addressType IPv4, IPv6 or FQDN
 */
public record EndpointSlice(
        Metadata metadata, SourceMap sources, String addressType, List<Endpoint> endpoints, List<Port> ports)
        implements Resource {

    /** The label that names the Service. */
    public static final String SERVICE_NAME = "kubernetes.io/service-name";

    /**
     * {@code endpoints[]}.
     *
     * @param ready counts as true when absent
     * @param serving counts as ready when absent
     * @param terminating counts as false when absent
     * @param targetRef the pod
     * @param labels of the pod, where the source knows them; choose subsets
     */
    public record Endpoint(
            List<String> addresses,
            @Nullable Boolean ready,
            @Nullable Boolean serving,
            @Nullable Boolean terminating,
            @Nullable String hostname,
            @Nullable String nodeName,
            @Nullable String zone,
            @Nullable ObjectReference targetRef,
            Map<String, String> labels) {
        public Endpoint {
            addresses = List.copyOf(addresses);
            labels = Map.copyOf(labels);
        }
    }

    /**
     * {@code ports[]}.
     *
     * @param name the Service port's; empty when absent
     * @param port every port when absent
     */
    public record Port(
            @Nullable String name,
            @Nullable String protocol,
            @Nullable String appProtocol,
            @Nullable Integer port) {}

    public EndpointSlice {
        endpoints = List.copyOf(endpoints);
        ports = List.copyOf(ports);
    }

    @Override
    public boolean isEndpoints() {
        return true;
    }

    /** The Service that these endpoints belong to, in the slice's namespace. */
    public Optional<String> serviceName() {
        return Optional.ofNullable(metadata.labels().get(SERVICE_NAME));
    }
}
