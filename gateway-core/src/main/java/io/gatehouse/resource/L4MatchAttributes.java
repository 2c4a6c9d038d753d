package io.gatehouse.resource;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code spec.tcp[].match[]}: conditions that must all hold. */
public record L4MatchAttributes(
        List<String> destinationSubnets,
        @Nullable Integer port,
        @Nullable String sourceSubnet,
        Map<String, String> sourceLabels,
        List<String> gateways,
        @Nullable String sourceNamespace) {
    public L4MatchAttributes {
        destinationSubnets = List.copyOf(destinationSubnets);
        sourceLabels = Map.copyOf(sourceLabels);
        gateways = List.copyOf(gateways);
    }
}
