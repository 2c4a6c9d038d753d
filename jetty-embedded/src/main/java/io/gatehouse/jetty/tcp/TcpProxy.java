package io.gatehouse.jetty.tcp;

import io.gatehouse.jetty.exchange.ListenerKeyed;
import io.gatehouse.jetty.tls.Resets;
import io.gatehouse.route.L4Route;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.upstream.Cluster;
import io.gatehouse.upstream.Endpoint;
import io.gatehouse.upstream.LoadBalancer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Function;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins clients' connections with endpoints of clusters. A connection that leads nowhere is reset. */
public final class TcpProxy {
    private static final Logger LOG = LoggerFactory.getLogger(TcpProxy.class);

    private final Function<String, @Nullable Cluster> clusters;

    /**
     * Makes a proxy.
     *
     * @param clusters the live cluster of a name, or null
     */
    public TcpProxy(Function<String, @Nullable Cluster> clusters) {
        this.clusters = clusters;
    }

    /**
     * What runs on a client's connection: it dials when it is opened, and reads nothing before the upstream is there.
     *
     * @param client decrypted, clear or encrypted bytes: they are moved as they are
     * @param routes tried in order
     */
    public AbstractConnection connection(Connector connector, EndPoint client, List<L4Route> routes) {
        return new Dialling(connector, client, routes);
    }

    private @Nullable Endpoint pick(Connector connector, EndPoint client, List<L4Route> routes) {
        SocketAddress local = client.getLocalSocketAddress();
        String name = RouteChoice.cluster(routes, client.getRemoteSocketAddress(), local);
        Cluster cluster = name == null ? null : clusters.apply(name);
        if (cluster == null) {
            LOG.debug("No destination: peer={} cluster={}", client.getRemoteSocketAddress(), name);
            return null;
        }
        ListenerKey key = connector instanceof ListenerKeyed keyed ? keyed.key() : null;
        int port = local instanceof InetSocketAddress inet ? inet.getPort() : 0;
        return cluster.pick(
                new LoadBalancer.Pick(new ConnectionView(key, port), client.getRemoteSocketAddress(), List.of()));
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
        private final Connector connector;
        private final List<L4Route> routes;
        private @Nullable ByteBuffer early;

        Dialling(Connector connector, EndPoint client, List<L4Route> routes) {
            super(client, connector.getExecutor());
            this.connector = connector;
            this.routes = routes;
        }

        @Override
        public void onUpgradeTo(ByteBuffer bytes) {
            early = BufferUtil.hasContent(bytes) ? bytes : null;
        }

        @Override
        public void onOpen() {
            super.onOpen();
            EndPoint client = getEndPoint();
            Endpoint endpoint = pick(connector, client, routes);
            if (endpoint == null || !endpoint.tryConnect()) {
                Resets.reset(client);
                return;
            }
            Session session = new Session(connector, client, endpoint, early);
            client.upgrade(session.clientConnection());
            dial(connector, session, endpoint);
        }

        @Override
        public void onFillable() {
            throw new IllegalStateException("nothing is read before the upstream is there");
        }
    }
}
