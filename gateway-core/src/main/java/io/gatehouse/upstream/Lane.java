package io.gatehouse.upstream;

import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.route.ConnectionPoolSpec;
import io.gatehouse.upstream.connection.Http1Pool;
import io.gatehouse.upstream.connection.ResetAwareEndPoint;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.transport.HttpDestination;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Connections to one endpoint that are alike, so that requests may share them: of one protocol, one TLS server name, and
 * for one client where a PROXY header tells of it. To Jetty it is how a connection is opened.
 */
public final class Lane extends Transport.Socket {
    private final Endpoint endpoint;
    private final ClusterCalls calls;
    private final Protocol protocol;
    private final @Nullable String serverName;
    private final @Nullable DirectConnections direct;
    private final @Nullable HttpDestination destination;

    Lane(
            Endpoint endpoint,
            ClusterCalls calls,
            Protocol protocol,
            @Nullable String serverName,
            @Nullable Object proxyTag,
            UpstreamClient client,
            boolean directly) {
        this.endpoint = endpoint;
        this.calls = calls;
        this.protocol = protocol;
        this.serverName = serverName;
        if (directly) {
            this.direct = new DirectConnections(endpoint, calls, client);
            this.destination = null;
            return;
        }
        this.direct = null;
        boolean secure = calls.tls() != null;
        Origin.Protocol spoken = protocol == Protocol.HTTP2
                ? new Origin.Protocol(List.of(secure ? "h2" : "h2c"), secure)
                : new Origin.Protocol(List.of("http/1.1"), false);
        Origin origin = new Origin(secure ? "https" : "http", endpoint.origin(), proxyTag, spoken, this);
        this.destination = (HttpDestination) client.http().resolveDestination(origin);
    }

    /** What is spoken on them. */
    public Protocol protocol() {
        return protocol;
    }

    /** Whose they are. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** To send HTTP/1.1 requests on; null where Jetty's client does. */
    public @Nullable Http1Pool http1() {
        return direct == null ? null : direct.pool();
    }

    /** To send requests on with Jetty's client. */
    public HttpDestination destination() {
        if (destination == null) {
            throw new IllegalStateException("its connections are direct");
        }
        return destination;
    }

    boolean isIdle() {
        return direct == null
                ? !(destination instanceof EndpointDestination own) || own.isIdle()
                : direct.pool().isIdle();
    }

    /** Takes no more requests; connections end when theirs have. */
    void close(UpstreamClient client) {
        if (direct != null) {
            direct.close();
        } else {
            client.http().removeDestination(destination());
        }
    }

    @Nullable
    String serverName() {
        return serverName;
    }

    Limits limits() {
        return calls.limits();
    }

    @Nullable
    UpstreamTls tls() {
        return calls.tls();
    }

    ConnectionPoolSpec pool() {
        return calls.policy().connectionPool();
    }

    Duration connectTimeout() {
        return pool().connectTimeout();
    }

    @Override
    public SocketAddress getSocketAddress() {
        return endpoint.address();
    }

    @Override
    public SelectableChannel newSelectableChannel() throws IOException {
        return open(endpoint.address(), pool());
    }

    /** A channel that is not connected yet, of the kind that an address needs. */
    static SocketChannel open(SocketAddress address, ConnectionPoolSpec pool) throws IOException {
        if (address instanceof UnixDomainSocketAddress) {
            return SocketChannel.open(StandardProtocolFamily.UNIX);
        }
        SocketChannel channel = SocketChannel.open();
        Keepalive.set(channel, pool.keepalive());
        return channel;
    }

    @Override
    public EndPoint newEndPoint(
            Scheduler scheduler, ManagedSelector selector, SelectableChannel channel, SelectionKey key) {
        return new ResetAwareEndPoint((SocketChannel) channel, selector, key, scheduler);
    }

    @Override
    public Connection newConnection(EndPoint endPoint, Map<String, Object> context) throws IOException {
        endPoint.setIdleTimeout(pool().idleTimeout().toMillis());
        Connection connection = Transport.TCP_IP.newConnection(endPoint, context);
        if (connection instanceof SslConnection secure) {
            Scheduler scheduler = destination().getHttpClient().getScheduler();
            HandshakeDeadline.start(secure, endPoint, connectTimeout(), scheduler);
        }
        return connection;
    }

    /** Each lane is its own; Jetty keeps destinations apart by it. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return endpoint + (serverName == null ? "" : " as " + serverName);
    }
}
