package io.gatehouse.tests.exchange;

import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** An h2c upstream of one handler. */
public final class Http2Upstream implements AutoCloseable {
    private final Server server = new Server();
    private final ServerConnector connector =
            new ServerConnector(server, 1, 1, new HTTP2CServerConnectionFactory(new HttpConfiguration()));

    public Http2Upstream(Handler handler) throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(handler);
        server.start();
    }

    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
