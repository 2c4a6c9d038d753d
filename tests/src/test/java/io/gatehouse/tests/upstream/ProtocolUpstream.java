package io.gatehouse.tests.upstream;

import java.io.Closeable;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** An upstream of HTTP/1.1 and HTTP/2 that answers with what it was spoken to in, and how much it was sent. */
final class ProtocolUpstream implements Closeable {
    private final Server server = new Server();
    private final ServerConnector connector;

    private ProtocolUpstream(ConnectionFactory... factories) throws Exception {
        connector = new ServerConnector(server, factories);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Told());
        server.start();
    }

    /** In clear text, HTTP/2 with prior knowledge. */
    static ProtocolUpstream plain() throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        return new ProtocolUpstream(new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    }

    /** With the certificate of backend.example.com; the protocol is agreed on by ALPN. */
    static ProtocolUpstream tls(boolean http2) throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(BackendTls.context());
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        if (!http2) {
            return new ProtocolUpstream(new SslConnectionFactory(tls, http1.getProtocol()), http1);
        }
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        return new ProtocolUpstream(
                new SslConnectionFactory(tls, alpn.getProtocol()), alpn, new HTTP2ServerConnectionFactory(http), http1);
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Tells, and counts the bytes of the request. */
    private static final class Told extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            long length = Content.Source.asByteBuffer(request).remaining();
            String body = request.getConnectionMetaData().getProtocol()
                    + (request.isSecure() ? " in TLS" : " in clear text") + " of " + length + " bytes";
            Content.Sink.write(response, true, body, callback);
            return true;
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception unable) {
            throw new IllegalStateException(unable);
        }
    }
}
