package io.gatehouse.jetty.exchange;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A TLS connection that the gateway terminated, and knows the server name of. */
public interface SniNamed {
    /** The server name of the client's handshake, lower-case; null when the client sent none. */
    @Nullable
    String serverName();

    /** The server name of the connection that a request came on; null in clear text and on foreign connectors. */
    static @Nullable String of(Request request) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        return endPoint instanceof SslConnection.SslEndPoint tls && tls.getSslConnection() instanceof SniNamed named
                ? named.serverName()
                : null;
    }
}
