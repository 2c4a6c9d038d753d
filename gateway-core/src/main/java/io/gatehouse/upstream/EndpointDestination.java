package io.gatehouse.upstream;

import io.gatehouse.route.ClusterSpec.Protocol;
import java.net.ConnectException;
import java.util.Queue;
import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.ConnectionPool;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.transport.HttpDestination;
import org.eclipse.jetty.client.transport.HttpExchange;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** The connections of a {@link Lane}, within the limits of its cluster. */
final class EndpointDestination extends HttpDestination implements Connections {
    private final Lane lane;

    EndpointDestination(HttpClient client, Origin origin, Lane lane) {
        super(client, origin);
        this.lane = lane;
    }

    @Override
    public int connections() {
        return getConnectionPool() instanceof AbstractConnectionPool pool ? pool.getConnectionCount() : 0;
    }

    @Override
    public int waiting() {
        return getQueuedRequestCount();
    }

    /** Whether no request uses a connection or waits for one. */
    boolean isIdle() {
        return getQueuedRequestCount() == 0
                && getConnectionPool() instanceof AbstractConnectionPool pool
                && pool.getActiveConnectionCount() == 0
                && pool.getPendingConnectionCount() == 0;
    }

    private boolean hasFreeConnection() {
        return getConnectionPool() instanceof AbstractConnectionPool pool
                && (lane.protocol() == Protocol.HTTP2
                        ? pool.getConnectionCount() > pool.getPendingConnectionCount()
                        : pool.getIdleConnectionCount() > 0);
    }

    @Override
    protected ConnectionPool newConnectionPool(HttpClient client) {
        return BoundedPools.create(this, lane);
    }

    @Override
    protected boolean enqueue(Queue<HttpExchange> queue, HttpExchange exchange) {
        // Every request passes the queue; only one that finds no connection waits in it.
        return (hasFreeConnection() || lane.limits().mayWait()) && super.enqueue(queue, exchange);
    }

    @Override
    public void release(Connection connection) {
        if (!(connection instanceof Http2Connection http2 && http2.finishesOthers())) {
            super.release(connection);
        }
    }

    @Override
    public SslContextFactory.@Nullable Client resolveSslContextFactory() {
        UpstreamTls tls = lane.tls();
        return tls == null ? null : tls.factory();
    }

    @Override
    protected void createConnection(Promise<Connection> promise) {
        UpstreamTls tls = lane.tls();
        if (tls != null && tls.factory() == null) {
            promise.failed(new ConnectException("no usable certificates for TLS to the upstream"));
            return;
        }
        ConnectDeadline deadline = new ConnectDeadline(promise);
        deadline.start(getHttpClient().getScheduler(), lane.connectTimeout());
        super.createConnection(deadline);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        lane.limits().add(this);
    }

    @Override
    protected void doStop() throws Exception {
        lane.limits().remove(this);
        super.doStop();
    }
}
