package io.gatehouse.resource;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code spec.tls[].match[]}: conditions that must all hold. */
public record TlsMatchAttributes(
        List<String> sniHosts,
        List<String> destinationSubnets,
        @Nullable Integer port,
        Map<String, String> sourceLabels,
        List<String> gateways,
        @Nullable String sourceNamespace) {
    public TlsMatchAttributes {
        sniHosts = List.copyOf(sniHosts);
        destinationSubnets = List.copyOf(destinationSubnets);
        sourceLabels = Map.copyOf(sourceLabels);
        gateways = List.copyOf(gateways);
    }
}
