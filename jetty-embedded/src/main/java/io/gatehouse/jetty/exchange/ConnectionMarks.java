package io.gatehouse.jetty.exchange;

import io.gatehouse.servlet.ConnectionAttributes;
import org.eclipse.jetty.server.Request;

/** Tells the Servlet adapter, by request attributes, what only the connector knows. */
public final class ConnectionMarks {
    private ConnectionMarks() {}

    /** Marks a request that came on a port of ours. */
    public static void set(Request request, ListenerKeyed port) {
        request.setAttribute(ConnectionAttributes.LISTENER, port.key());
        request.setAttribute(ConnectionAttributes.SNI, SniNamed.of(request));
    }
}
