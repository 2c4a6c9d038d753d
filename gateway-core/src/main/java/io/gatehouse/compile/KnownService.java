package io.gatehouse.compile;

import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.EndpointSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service that some resource defines.
 *
 * @param host its full name
 * @param namespace of the resource
 * @param ports in the order written
 * @param resolution how addresses are found
 * @param endpoints by a port of {@code ports}
 * @param subjectAltNames that its certificates have, where a DestinationRule asks for TLS and names none
 */
record KnownService(
        String host,
        String namespace,
        List<Port> ports,
        ClusterSpec.Resolution resolution,
        Endpoints endpoints,
        List<String> subjectAltNames) {
    private static final int DEFAULT_PORT = 80;

    /** A service that says nothing of certificates. */
    KnownService(
            String host, String namespace, List<Port> ports, ClusterSpec.Resolution resolution, Endpoints endpoints) {
        this(host, namespace, ports, resolution, endpoints, List.of());
    }

    /** One port that clients name. */
    record Port(int number, String name, ClusterSpec.Protocol protocol, int target) {}

    /** Finds addresses when a cluster needs them, not before. */
    interface Endpoints {
        List<EndpointSpec> of(Port port);
    }

    /** The port that a destination means: the one named, else the only one, else the one of the gateway's number. */
    @Nullable
    Port port(@Nullable Integer named, int gatewayPort) {
        if (named == null && ports.size() == 1) {
            return ports.get(0);
        }
        if (ports.isEmpty() && resolution == ClusterSpec.Resolution.DNS) {
            // An ExternalName need not list ports: any will do
            int any = named == null ? DEFAULT_PORT : named;
            return new Port(any, "", ClusterSpec.Protocol.HTTP1, any);
        }
        int number = named == null ? gatewayPort : named;
        for (Port port : ports) {
            if (port.number() == number) {
                return port;
            }
        }
        return null;
    }
}
