package io.gatehouse.resource.decode;

import io.gatehouse.resource.EndpointSlice;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectReference;
import io.gatehouse.resource.SourceMap;
import org.jspecify.annotations.Nullable;

/** Reads Kubernetes EndpointSlices. */
final class EndpointSliceDecoder {
    private EndpointSliceDecoder() {}

    static EndpointSlice decode(ObjectReader object, Metadata metadata, SourceMap sources) {
        String addressType = object.string("addressType");
        return new EndpointSlice(
                metadata,
                sources,
                addressType == null ? "IPv4" : addressType,
                object.objects("endpoints", EndpointSliceDecoder::endpoint),
                object.objects("ports", EndpointSliceDecoder::port));
    }

    private static EndpointSlice.Endpoint endpoint(ObjectReader endpoint) {
        Conditions conditions = endpoint.object(
                "conditions",
                object -> new Conditions(
                        object.nullableBool("ready"),
                        object.nullableBool("serving"),
                        object.nullableBool("terminating")));
        if (conditions == null) {
            conditions = new Conditions(null, null, null);
        }
        return new EndpointSlice.Endpoint(
                endpoint.strings("addresses"),
                conditions.ready(),
                conditions.serving(),
                conditions.terminating(),
                endpoint.string("hostname"),
                endpoint.string("nodeName"),
                endpoint.string("zone"),
                endpoint.object("targetRef", EndpointSliceDecoder::reference),
                endpoint.stringMap("labels"));
    }

    private record Conditions(
            @Nullable Boolean ready,
            @Nullable Boolean serving,
            @Nullable Boolean terminating) {}

    static EndpointSlice.Port port(ObjectReader port) {
        Long number = port.integer("port", true, 1, 65535);
        return new EndpointSlice.Port(
                port.string("name"),
                port.string("protocol"),
                port.string("appProtocol"),
                number == null ? null : number.intValue());
    }

    static ObjectReference reference(ObjectReader reference) {
        return new ObjectReference(reference.string("kind"), reference.string("namespace"), reference.string("name"));
    }
}
