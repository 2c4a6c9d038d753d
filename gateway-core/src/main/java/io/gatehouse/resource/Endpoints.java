package io.gatehouse.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** All endpoints of the Service of the same name ({@code v1}), the older form of {@link EndpointSlice}. */
public record Endpoints(Metadata metadata, SourceMap sources, List<Subset> subsets) implements Resource {

    /** {@code subsets[]}: addresses that share ports. */
    public record Subset(List<Address> addresses, List<Address> notReadyAddresses, List<EndpointSlice.Port> ports) {
        public Subset {
            addresses = List.copyOf(addresses);
            notReadyAddresses = List.copyOf(notReadyAddresses);
            ports = List.copyOf(ports);
        }
    }

    /** One address. */
    public record Address(
            String ip,
            @Nullable String hostname,
            @Nullable String nodeName,
            @Nullable ObjectReference targetRef) {}

    public Endpoints {
        subsets = List.copyOf(subsets);
    }

    @Override
    public boolean isEndpoints() {
        return true;
    }
}
