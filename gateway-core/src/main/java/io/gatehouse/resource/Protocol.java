package io.gatehouse.resource;

import java.util.Arrays;
import java.util.Optional;

/** What is spoken on a port, as Gateways and ServiceEntries name it; names are case-insensitive. */
public enum Protocol {
    HTTP("HTTP"),
    HTTP2("HTTP2"),
    HTTP_PROXY("HTTP_PROXY"),
    GRPC("GRPC"),
    GRPC_WEB("GRPC-Web"),
    HTTPS("HTTPS"),
    TLS("TLS"),
    TCP("TCP"),
    UDP("UDP"),
    MONGO("Mongo"),
    REDIS("Redis"),
    MYSQL("MySQL");

    private final String written;

    Protocol(String written) {
        this.written = written;
    }

    /** The protocol of this name; empty when there is none. */
    public static Optional<Protocol> parse(String name) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.written.equalsIgnoreCase(name))
                .findFirst();
    }

    /** HTTP in any version, not encrypted. */
    public boolean isHttp() {
        return this == HTTP || this == HTTP2 || this == HTTP_PROXY || this == GRPC || this == GRPC_WEB;
    }

    /** Encrypted: HTTPS or TLS. */
    public boolean isTls() {
        return this == HTTPS || this == TLS;
    }

    /** The name as Istio writes it. */
    public String written() {
        return written;
    }
}
