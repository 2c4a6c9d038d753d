package io.gatehouse.route;

import io.gatehouse.resource.Position;
import java.util.List;

/**
 * One {@code tcp[]} or {@code tls[]} rule of a VirtualService on one server.
 *
 * @param name {@code namespace/name[index]} of the VirtualService's rule, for logs
 * @param sniHosts for passthrough: SNI names, {@code *.} wildcards allowed; empty means any
 * @param destinationSubnets CIDR blocks of the local address; empty means any
 * @param sourceSubnets CIDR blocks of the peer's address; empty means any
 * @param destinations where connections go, by weight
 */
public record L4Route(
        String name,
        List<String> sniHosts,
        List<String> destinationSubnets,
        List<String> sourceSubnets,
        List<WeightedCluster> destinations,
        Position position) {
    public L4Route {
        sniHosts = List.copyOf(sniHosts);
        destinationSubnets = List.copyOf(destinationSubnets);
        sourceSubnets = List.copyOf(sourceSubnets);
        destinations = List.copyOf(destinations);
    }
}
