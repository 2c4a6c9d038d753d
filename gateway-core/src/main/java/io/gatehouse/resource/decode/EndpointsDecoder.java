package io.gatehouse.resource.decode;

import io.gatehouse.resource.Endpoints;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.SourceMap;

/** Reads Kubernetes Endpoints. */
final class EndpointsDecoder {
    private EndpointsDecoder() {}

    static Endpoints decode(ObjectReader object, Metadata metadata, SourceMap sources) {
        return new Endpoints(metadata, sources, object.objects("subsets", EndpointsDecoder::subset));
    }

    private static Endpoints.Subset subset(ObjectReader subset) {
        return new Endpoints.Subset(
                subset.objects("addresses", EndpointsDecoder::address),
                subset.objects("notReadyAddresses", EndpointsDecoder::address),
                subset.objects("ports", EndpointSliceDecoder::port));
    }

    private static Endpoints.Address address(ObjectReader address) {
        return new Endpoints.Address(
                address.requiredString("ip"),
                address.string("hostname"),
                address.string("nodeName"),
                address.object("targetRef", EndpointSliceDecoder::reference));
    }
}
