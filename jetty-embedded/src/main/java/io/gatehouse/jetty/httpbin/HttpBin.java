package io.gatehouse.jetty.httpbin;

import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A running httpbin; speaks HTTP/1.1 and h2c by prior knowledge. For trying a gateway, not for the open Internet. */
public final class HttpBin implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;
    private final HttpBinHandler handler = new HttpBinHandler();

    private HttpBin(String host, int port) {
        QueuedThreadPool threads = new QueuedThreadPool(16, 2);
        threads.setName("httpbin");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector =
                new ServerConnector(server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(handler);
    }

    /**
     * Starts one.
     *
     * @param host the address to listen on
     * @param port 0 for any free port
     * @throws Exception when the port can't be had
     */
    public static HttpBin start(String host, int port) throws Exception {
        HttpBin bin = new HttpBin(host, port);
        try {
            bin.server.start();
        } catch (Exception e) {
            bin.close();
            throw e;
        }
        return bin;
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** How many requests have come in so far. */
    public long requests() {
        return handler.requests();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
