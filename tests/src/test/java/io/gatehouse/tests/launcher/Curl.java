package io.gatehouse.tests.launcher;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * {@code curl --resolve httpbin.example.com:PORT:127.0.0.1 -k}: HTTP/1.1 in the clear, over TLS what ALPN chooses of
 * HTTP/2 and HTTP/1.1; any certificate will do.
 */
final class Curl implements AutoCloseable {
    static final String HOST = "httpbin.example.com";
    private final HttpClient client;

    Curl() throws Exception {
        SslContextFactory.Client tls = new SslContextFactory.Client(true);
        tls.setEndpointIdentificationAlgorithm(null);
        ClientConnector connector = new ClientConnector();
        connector.setSslContextFactory(tls);
        client = new HttpClient(new HttpClientTransportDynamic(
                connector,
                HttpClientConnectionFactory.HTTP11,
                new ClientConnectionFactoryOverHTTP2.HTTP2(new HTTP2Client(connector))));
        client.setSocketAddressResolver(Curl::resolve);
        client.setUserAgentField(null);
        client.setMaxConnectionsPerDestination(200);
        client.start();
    }

    /** The address keeps the name, which becomes the SNI. */
    private static void resolve(
            String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
        try {
            InetAddress loopback = InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1});
            promise.succeeded(List.of(new InetSocketAddress(loopback, port)));
        } catch (UnknownHostException e) {
            promise.failed(e);
        }
    }

    /** {@code curl -I}. */
    ContentResponse head(String scheme, int port, String path) throws Exception {
        return request(scheme, port, path).method(HttpMethod.HEAD).send();
    }

    int status(String scheme, int port, String path) throws Exception {
        return request(scheme, port, path).send().getStatus();
    }

    /** The status, when the response is complete. */
    CompletableFuture<Integer> later(String scheme, int port, String path) {
        return new CompletableResponseListener(request(scheme, port, path))
                .send()
                .thenApply(ContentResponse::getStatus);
    }

    private Request request(String scheme, int port, String path) {
        return client.newRequest(scheme + "://" + HOST + ":" + port + path).timeout(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        client.stop();
    }
}
