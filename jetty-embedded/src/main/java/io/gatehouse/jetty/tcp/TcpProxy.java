package io.gatehouse.jetty.tcp;

import io.gatehouse.jetty.tls.Resets;
import io.gatehouse.route.L4Route;
import io.gatehouse.telemetry.ConnectionSink;
import io.gatehouse.telemetry.SessionEnd;
import io.gatehouse.upstream.Cluster;
import io.gatehouse.upstream.Endpoint;
import io.gatehouse.upstream.LoadBalancer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Function;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/** Joins clients' connections with endpoints of clusters. A connection that leads nowhere is reset. */
public final class TcpProxy {
    private final Function<String, @Nullable Cluster> clusters;
    private final ConnectionSink sink;

    /**
     * Makes a proxy.
     *
     * @param clusters the live cluster of a name, or null
     * @param sink hears of each connection
     */
    public TcpProxy(Function<String, @Nullable Cluster> clusters, ConnectionSink sink) {
        this.clusters = clusters;
        this.sink = sink;
    }

    /** What runs on a client's connection: it dials when it is opened, and reads nothing before the upstream is there. */
    public AbstractConnection connection(Arrival arrival) {
        return new Dialling(arrival);
    }

    /** Breaks a connection off, if it is a TCP route's: its bytes would seem whole if it were closed. */
    public static void cut(EndPoint side) {
        Connection connection = side.getConnection();
        if (connection instanceof SslConnection tls) {
            connection = tls.getSslEndPoint().getConnection();
        }
        if (connection instanceof PipeConnection pipe) {
            pipe.onFillInterestedFailed(new ClosedChannelException());
        }
    }

    /** An endpoint that has counted the connection; null when it leads nowhere, which the log was told then. */
    private @Nullable Endpoint pick(Arrival arrival, SessionLog log) {
        SocketAddress peer = arrival.client().getRemoteSocketAddress();
        SocketAddress local = arrival.client().getLocalSocketAddress();
        L4Route route = RouteChoice.route(arrival.routes(), peer, local);
        String name = route == null ? null : RouteChoice.cluster(route);
        if (route == null || name == null) {
            log.ended(SessionEnd.NO_ROUTE, null);
            return null;
        }
        log.leadsTo(route.name(), name, null);
        Cluster cluster = clusters.apply(name);
        if (cluster == null) {
            log.ended(SessionEnd.CLUSTER_NOT_FOUND, null);
            return null;
        }
        int port = local instanceof InetSocketAddress inet ? inet.getPort() : 0;
        ConnectionView view = new ConnectionView(arrival.listener(), arrival.serverName(), port);
        Endpoint endpoint = cluster.pick(new LoadBalancer.Pick(view, peer, List.of()));
        if (endpoint == null) {
            log.ended(SessionEnd.NO_HEALTHY_UPSTREAM, null);
            return null;
        }
        log.leadsTo(route.name(), name, endpoint.name());
        if (!endpoint.tryConnect()) {
            log.ended(SessionEnd.OVERFLOW, null);
            return null;
        }
        log.started(name);
        return endpoint;
    }

    private static void dial(Connector connector, Session session, Endpoint endpoint) {
        SelectorManager selectors = ((ServerConnector) connector).getSelectorManager();
        try {
            SocketChannel channel = endpoint.openChannel();
            try {
                if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                channel.configureBlocking(false);
                if (channel.connect(endpoint.address())) {
                    selectors.accept(channel, session);
                } else {
                    selectors.connect(channel, session);
                }
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
        } catch (IOException | RuntimeException failure) {
            session.failed(failure);
        }
    }

    /** The client's connection until it is joined. */
    private final class Dialling extends AbstractConnection implements Connection.UpgradeTo {
        private final Arrival arrival;
        private @Nullable ByteBuffer early;

        Dialling(Arrival arrival) {
            super(arrival.client(), arrival.connector().getExecutor());
            this.arrival = arrival;
        }

        @Override
        public void onUpgradeTo(ByteBuffer bytes) {
            early = BufferUtil.hasContent(bytes) ? bytes : null;
        }

        @Override
        public void onOpen() {
            super.onOpen();
            SessionLog log = new SessionLog(sink, arrival);
            Endpoint endpoint = pick(arrival, log);
            if (endpoint == null) {
                Resets.reset(arrival.client());
                return;
            }
            Session session = new Session(arrival, endpoint, early, log);
            arrival.client().upgrade(session.clientConnection());
            dial(arrival.connector(), session, endpoint);
        }

        @Override
        public void onFillable() {
            throw new IllegalStateException("nothing is read before the upstream is there");
        }
    }
}
