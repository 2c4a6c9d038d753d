package io.gatehouse.resource.decode;

import io.gatehouse.resource.Destination;
import org.jspecify.annotations.Nullable;

/** Reads what routes of all three protocols share: destinations and ports. */
final class DestinationDecoder {
    private DestinationDecoder() {}

    static Destination required(ObjectReader object, String name) {
        object.require(name);
        Destination destination = object.object(name, DestinationDecoder::decode);
        return destination != null ? destination : new Destination("", null, null);
    }

    static Destination decode(ObjectReader destination) {
        return Shared.part(new Destination(
                destination.requiredString("host"),
                destination.string("subset"),
                destination.object("port", DestinationDecoder::portNumber)));
    }

    /** {@code port.number}; 0 when the number isn't written. */
    private static Integer portNumber(ObjectReader port) {
        Integer number = port.port("number");
        return number == null ? 0 : number;
    }

    /** The port of a match; written as 0 it is none. */
    static @Nullable Integer matchPort(ObjectReader match) {
        Integer port = match.port("port");
        return port == null || port == 0 ? null : port;
    }
}
