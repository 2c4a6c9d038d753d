package io.gatehouse.tests.exchange;

import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeRecorder;
import io.gatehouse.filter.FilterOrder;
import io.gatehouse.jetty.exchange.GatewayErrorHandler;
import io.gatehouse.jetty.exchange.GatewayHandler;
import io.gatehouse.jetty.exchange.GatewayHttpConfiguration;
import io.gatehouse.jetty.exchange.ListenerKeyed;
import io.gatehouse.jetty.exchange.ServletGatewayHandler;
import io.gatehouse.jetty.exchange.WatchedEndPoint;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.Snapshots;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Either adapter on a port of ours, as the launcher runs it. */
final class JettyAdapter implements AdapterUnderTest {
    private final Server server;
    private final ServerConnector connector;

    /** The Jetty core adapter. */
    static JettyAdapter core(Snapshots snapshots, ExchangeChain chain, GatewayParts parts) throws Exception {
        return new JettyAdapter(snapshots, new GatewayHandler(snapshots, chain), parts);
    }

    /** The Servlet adapter, which registers the filters of the chain one by one. */
    static JettyAdapter servlet(Snapshots snapshots, ExchangeChain chain, GatewayParts parts) throws Exception {
        ServletGatewayHandler handler =
                new ServletGatewayHandler(snapshots, FilterOrder.filters(), parts.engine(), ExchangeRecorder.OFF);
        return new JettyAdapter(snapshots, handler, parts);
    }

    private JettyAdapter(Snapshots snapshots, Handler handler, GatewayParts parts) throws Exception {
        server = new Server(parts.pool, parts.scheduler, parts.buffers);
        connector = new KeyedConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(handler);
        server.setErrorHandler(new GatewayErrorHandler(snapshots));
        server.start();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    private static final class KeyedConnector extends ServerConnector implements ListenerKeyed {
        KeyedConnector(Server server) {
            super(
                    server,
                    1,
                    1,
                    new HttpConnectionFactory(GatewayHttpConfiguration.create()),
                    new HTTP2CServerConnectionFactory(GatewayHttpConfiguration.create()));
        }

        @Override
        protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
            WatchedEndPoint endPoint = new WatchedEndPoint(channel, selector, key, getScheduler(), getExecutor());
            endPoint.setIdleTimeout(getIdleTimeout());
            return endPoint;
        }

        @Override
        public ListenerKey key() {
            return GatewayParts.KEY;
        }
    }
}
