package io.gatehouse.upstream;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.HTTP2ClientConnectionFactory;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.Transport;

/** Makes HTTP/2 connections whose sessions know the limits of their {@link Lane}. */
final class Http2Connections extends ClientConnectionFactoryOverHTTP2 {
    private final ClientConnectionFactory factory = new HTTP2ClientConnectionFactory();
    private final HTTP2Client http2;

    private Http2Connections(HTTP2Client http2) {
        super(http2);
        this.http2 = http2;
    }

    /** As a protocol of the client: by ALPN, or with prior knowledge. */
    static Info info(HTTP2Client http2) {
        return new Info(new Http2Connections(http2)) {
            @Override
            public List<String> getProtocols(boolean secure) {
                return secure ? List.of("h2", "h2c") : List.of("h2c");
            }
        };
    }

    @Override
    public Connection newConnection(EndPoint endPoint, Map<String, Object> context) throws IOException {
        if (!(context.get(Transport.CONTEXT_KEY) instanceof Lane lane)) {
            return super.newConnection(endPoint, context);
        }
        Http2Session session = new Http2Session(context, lane.pool(), http2.getScheduler());
        context.put(HTTP2Client.CONTEXT_KEY, http2);
        context.put(HTTP2Client.SESSION_LISTENER_CONTEXT_KEY, session);
        context.put(HTTP2Client.SESSION_PROMISE_CONTEXT_KEY, session);
        return factory.newConnection(endPoint, context);
    }
}
