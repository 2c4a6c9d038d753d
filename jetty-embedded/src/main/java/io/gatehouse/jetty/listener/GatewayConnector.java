package io.gatehouse.jetty.listener;

import io.gatehouse.jetty.exchange.ListenerKeyed;
import io.gatehouse.route.ListenerKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.SessionContainer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;

/** The socket of one listener, and the connections that it accepted. */
final class GatewayConnector extends ServerConnector implements ListenerKeyed {
    private static final int ACCEPTORS = 1;

    private final ListenerKey key;

    GatewayConnector(Server server, ListenerKey key, List<ConnectionFactory> protocols) {
        super(
                server,
                ACCEPTORS,
                Runtime.getRuntime().availableProcessors(),
                protocols.toArray(ConnectionFactory[]::new));
        this.key = key;
        setName(key.toString());
        // Requests in flight keep the idle timeout that they began with.
        setShutdownIdleTimeout(-1);
    }

    @Override
    public ListenerKey key() {
        return key;
    }

    /**
     * Closes the socket at once, so that new connections are refused; idle connections end, busy ones when their
     * requests have: HTTP/1.1 by {@code connection: close}, HTTP/2 by GOAWAY.
     *
     * @param limit after which the connections are cut
     * @return completed when no connection is left or the limit has passed
     */
    CompletableFuture<Void> drain(Duration limit) {
        CompletableFuture<Void> connectionsEnded = shutdown();
        getContainedBeans(SessionContainer.class).forEach(SessionContainer::shutdown);
        getConnectedEndPoints().stream().filter(GatewayConnector::isIdle).forEach(EndPoint::close);
        return connectionsEnded
                .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> null);
    }

    private static boolean isIdle(EndPoint endPoint) {
        Connection connection = endPoint.getConnection();
        if (connection instanceof SslConnection tls) {
            connection = tls.getSslEndPoint().getConnection();
        }
        // Also true of a connection that never sent a request.
        return connection instanceof HttpConnection http && http.getMessagesIn() == http.getMessagesOut();
    }
}
