package io.gatehouse.jetty.exchange;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchedEndPointTest {
    private final CompletableFuture<Boolean> toldWhileClosing = new CompletableFuture<>();

    /** TLS closes a socket from within a write that fails; whoever cancels that write from there waits for itself. */
    @Test
    void watcherIsNotToldFromWithinAClose() throws Exception {
        Server server = new Server();
        ServerConnector connector = new WatchingConnector(server);
        server.addConnector(connector);
        server.start();
        try (Socket client = new Socket("127.0.0.1", connector.getLocalPort())) {
            assertFalse(toldWhileClosing.get(10, TimeUnit.SECONDS), client.toString());
        } finally {
            server.stop();
        }
    }

    private final class WatchingConnector extends ServerConnector {
        WatchingConnector(Server server) {
            super(server, 1, 1, new ClosingFactory());
            setHost("127.0.0.1");
        }

        @Override
        protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
            return new WatchedEndPoint(channel, selector, key, getScheduler(), getExecutor());
        }
    }

    private final class ClosingFactory extends AbstractConnectionFactory {
        ClosingFactory() {
            super("closing");
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return new AbstractConnection(endPoint, connector.getExecutor()) {
                private volatile @Nullable Thread closing;

                @Override
                public void onOpen() {
                    super.onOpen();
                    ((WatchedEndPoint) endPoint)
                            .watch(() -> toldWhileClosing.complete(closing == Thread.currentThread()));
                    closing = Thread.currentThread();
                    endPoint.close();
                    closing = null;
                }

                @Override
                public void onFillable() {
                    throw new AssertionError("nobody asked to read");
                }
            };
        }
    }
}
