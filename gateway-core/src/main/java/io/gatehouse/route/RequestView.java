package io.gatehouse.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What routing may ask of a request. The adapters, {@code explain} and route tests implement it; it has no I/O and no
 * state of its own, and every value is the one after path normalisation.
 */
public interface RequestView {
    /** The listener that accepted the connection, or null on a connector that the gateway did not open. */
    @Nullable
    ListenerKey listener();

    /** The local port of the connection. */
    int localPort();

    /** The server name that the client sent in its TLS handshake, lower-case; null without TLS or without SNI. */
    @Nullable
    String sni();

    /** The method, as sent: case-sensitive (RFC 9110 §9.1). */
    String method();

    /** {@code http} or {@code https}: of the connection, never of a client's header. */
    String scheme();

    /** The Host header or {@code :authority} as received, port included; empty when there is none. */
    String authority();

    /** The normalised path, without query and fragment, still percent-encoded. */
    String path();

    /** The raw query without the question mark, or null when there is no question mark. */
    @Nullable
    String query();

    /**
     * The value of a header; several of one name are joined with a comma.
     *
     * @param name the header's name, lower-case
     */
    @Nullable
    String header(String name);

    /**
     * The values of a header, one for each field of that name: what header matches compare, one by one. Empty when there
     * is none.
     *
     * @param name the header's name, lower-case
     */
    default List<String> headerValues(String name) {
        String value = header(name);
        return value == null ? List.of() : List.of(value);
    }
}
