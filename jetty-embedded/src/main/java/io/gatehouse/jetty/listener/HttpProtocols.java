package io.gatehouse.jetty.listener;

import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** Makes the HTTP protocols of a connector, with limits that hold against hostile clients. */
final class HttpProtocols {
    /** Envoy's advice for edge proxies. */
    private static final int MAX_CONCURRENT_STREAMS = 100;

    private static final int STREAM_WINDOW = 256 * 1024;
    private static final int CONNECTION_WINDOW = 1024 * 1024;

    private final ListenerSettings settings;

    HttpProtocols(ListenerSettings settings) {
        this.settings = settings;
    }

    HttpConnectionFactory http1(HttpConfiguration configuration) {
        return new HttpConnectionFactory(configuration) {
            @Override
            public Connection newConnection(Connector connector, EndPoint endPoint) {
                TimedHttpConnection connection =
                        new TimedHttpConnection(configuration, connector, endPoint, settings.headersTimeout());
                return configure(connection, connector, endPoint);
            }
        };
    }

    HTTP2ServerConnectionFactory http2(HttpConfiguration configuration) {
        return limit(new HTTP2ServerConnectionFactory(configuration));
    }

    PriorKnowledge http2ClearText(HttpConfiguration configuration) {
        return limit(new PriorKnowledge(configuration));
    }

    private <F extends AbstractHTTP2ServerConnectionFactory> F limit(F factory) {
        factory.setMaxConcurrentStreams(MAX_CONCURRENT_STREAMS);
        factory.setInitialStreamRecvWindow(STREAM_WINDOW);
        factory.setInitialSessionRecvWindow(CONNECTION_WINDOW);
        factory.setStreamIdleTimeout(settings.idleTimeout().toMillis());
        factory.setRateControlFactory(new EventBudget.PerConnection());
        return factory;
    }
}
