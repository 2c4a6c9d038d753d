package io.gatehouse.servlet;

/**
 * Request attributes by which the owner of a connector tells the Servlet adapter what the Servlet API can't: who opened
 * the port, and under which server name the TLS connection runs. A container's own connectors set none.
 */
public final class ConnectionAttributes {
    /** A {@link io.gatehouse.route.ListenerKey}. */
    public static final String LISTENER = "io.gatehouse.listener";

    /** The server name of the TLS handshake, a lower-case string. */
    public static final String SNI = "io.gatehouse.sni";

    /** The {@link io.gatehouse.exchange.RequestTarget} as it arrived, where the API has defaults in its place. */
    public static final String TARGET = "io.gatehouse.target";

    private ConnectionAttributes() {}
}
