package io.gatehouse.jetty.admin;

import java.net.InetSocketAddress;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A small server of its own for the people who run the gateway: it answers also when the gateway's threads don't. It
 * asks nobody who they are, so it belongs on loopback.
 */
public final class AdminServer implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;

    /** A server that has yet to be started. */
    public AdminServer(InetSocketAddress address, AdminState state) {
        QueuedThreadPool threads = new QueuedThreadPool(8, 1);
        threads.setName("gatehouse-admin");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address.getHostString());
        connector.setPort(address.getPort());
        server.addConnector(connector);
        server.setHandler(new AdminHandler(state));
    }

    /**
     * Opens the port.
     *
     * @throws Exception when it can't be had
     */
    public void start() throws Exception {
        server.start();
    }

    /** The open port. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
