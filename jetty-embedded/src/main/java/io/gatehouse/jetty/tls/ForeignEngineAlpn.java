package io.gatehouse.jetty.tls;

import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.alpn.server.ALPNServerConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.ALPNProcessor;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;

/**
 * Agrees on HTTP/2 by TLS engines that are not the JDK's, such as Conscrypt's: Jetty's own processor takes only the
 * JDK's, though others have the same method. Found as a service.
 */
public final class ForeignEngineAlpn implements ALPNProcessor.Server {
    @Override
    public boolean appliesTo(SSLEngine engine) {
        return !"java.base".equals(engine.getClass().getModule().getName());
    }

    @Override
    public void configure(SSLEngine engine, Connection connection) {
        Selection selection = new Selection((ALPNServerConnection) connection);
        ((SslConnection.SslEndPoint) connection.getEndPoint())
                .getSslConnection()
                .addHandshakeListener(selection);
        engine.setHandshakeApplicationProtocolSelector(selection);
    }

    /** Is asked for a protocol where the client offers some, and told when the handshake ended without being asked. */
    private record Selection(ALPNServerConnection connection)
            implements BiFunction<SSLEngine, List<String>, String>, SslHandshakeListener {
        @Override
        public String apply(SSLEngine engine, List<String> offered) {
            connection.select(offered);
            return connection.getProtocol();
        }

        @Override
        public void handshakeSucceeded(Event event) {
            if (connection.getProtocol() == null) {
                connection.unsupported();
            }
        }
    }
}
