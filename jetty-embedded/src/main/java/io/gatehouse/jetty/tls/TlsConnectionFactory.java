package io.gatehouse.jetty.tls;

import io.gatehouse.route.L4Route;
import io.gatehouse.route.ServerSpec;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.jspecify.annotations.Nullable;

/**
 * The first protocol of a TLS listener. It looks at the server name before it answers, since each server has its own
 * certificates, versions and demands on the client, and a passed-through one must not be answered at all.
 */
public final class TlsConnectionFactory extends AbstractConnectionFactory {
    private static final String HTTP_2 = "h2";
    private static final String HTTP_1 = "http/1.1";
    /** JSSE's name of no suite. */
    private static final String NO_SUITE = "SSL_NULL_WITH_NULL_NULL";

    private final TlsPort port;
    private final Duration handshakeTimeout;
    private final TcpSide tcp;

    /** Opens the TCP proxying of a connection that is no HTTP. */
    public interface TcpSide {
        /**
         * Joins a connection with an upstream.
         *
         * @param client the client's side: decrypted bytes, or the encrypted ones of a connection passed through
         * @param serverName the client's, if it named one
         * @param routes tried in order
         */
        Connection connection(Connector connector, EndPoint client, @Nullable String serverName, List<L4Route> routes);
    }

    /**
     * Makes the factory.
     *
     * @param handshakeTimeout from the accepted connection to the end of the handshake
     */
    public TlsConnectionFactory(TlsPort port, Duration handshakeTimeout, TcpSide tcp) {
        super("tls");
        this.port = port;
        this.handshakeTimeout = handshakeTimeout;
        this.tcp = tcp;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        HandshakeDeadline deadline = new HandshakeDeadline(connector.getScheduler(), endPoint, handshakeTimeout);
        return configure(
                new ClientHelloConnection(
                        connector, endPoint, deadline, (same, name, limit) -> next(connector, same, name, limit)),
                connector,
                endPoint);
    }

    private @Nullable Connection next(
            Connector connector, EndPoint endPoint, @Nullable String serverName, HandshakeDeadline deadline) {
        TlsTarget target = port.select(serverName);
        if (target instanceof TlsTarget.Terminate terminate) {
            return terminate(connector, endPoint, terminate, serverName, deadline);
        }
        if (target instanceof TlsTarget.PassThrough passThrough) {
            deadline.cancel();
            return tcp.connection(connector, endPoint, serverName, passThrough.routes());
        }
        return null;
    }

    private Connection terminate(
            Connector connector,
            EndPoint endPoint,
            TlsTarget.Terminate target,
            @Nullable String serverName,
            HandshakeDeadline deadline) {
        TlsConnection tls = new TlsConnection(connector, endPoint, target.context(), serverName);
        configure(tls, connector, endPoint);
        EndPoint decrypted = tls.getSslEndPoint();
        SSLEngine engine = tls.getSSLEngine();
        boolean http = target.server().inner() == ServerSpec.Inner.HTTP;
        if (http) {
            engine.setHandshakeApplicationProtocolSelector(TlsConnectionFactory::agree);
        }
        decrypted.setConnection(new HandshakeConnection(
                connector,
                tls,
                deadline,
                () -> http
                        ? http(connector, decrypted, engine)
                        : tcp.connection(
                                connector,
                                decrypted,
                                serverName,
                                target.server().l4())));
        return tls;
    }

    /** Our choice among what the client offers; empty goes on without ALPN, as Envoy does when nothing fits. */
    private static String agree(SSLEngine engine, List<String> offered) {
        if (offered.contains(HTTP_2) && allowsHttp2(engine.getHandshakeSession())) {
            return HTTP_2;
        }
        return offered.contains(HTTP_1) ? HTTP_1 : "";
    }

    /** Conscrypt does not know the suite yet, and serves only where every suite will do. */
    private static boolean allowsHttp2(@Nullable SSLSession session) {
        return session == null
                || session.getCipherSuite().equals(NO_SUITE)
                || CipherNames.allowsHttp2(session.getCipherSuite());
    }

    private static Connection http(Connector connector, EndPoint decrypted, SSLEngine engine) {
        String protocol = HTTP_2.equals(engine.getApplicationProtocol()) ? HTTP_2 : HTTP_1;
        ConnectionFactory factory = connector.getConnectionFactory(protocol);
        return factory.newConnection(connector, decrypted);
    }
}
