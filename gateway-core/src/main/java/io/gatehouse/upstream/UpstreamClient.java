package io.gatehouse.upstream;

import io.gatehouse.upstream.connection.EventLoops;
import io.gatehouse.upstream.connection.LoopConnector;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The HTTP client towards the upstreams, set up to add nothing of its own: no redirects, cookies, decoding,
 * {@code User-Agent} or total timeout. It speaks HTTP/1.1 and HTTP/2,
 * with TLS or without.
 *
 * @param http the client; started and stopped by its owner
 * @param loops where its connections are served; they live as long as the client
 */
public record UpstreamClient(HttpClient http, EventLoops loops) {
    /** Connections to one endpoint; further requests queue. */
    public static final int MAX_CONNECTIONS = 4096;

    /** Requests that wait for a connection to one endpoint. */
    public static final int MAX_QUEUED = 4096;

    /** Clusters have their own, shorter ones ({@code connectionPool.tcp.connectTimeout}). */
    public static final Duration MAX_CONNECT_TIMEOUT = Duration.ofMinutes(10);

    /** Envoy's default for a stream on which nothing moves. */
    public static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);

    private static final int MAX_RESPONSE_FIELDS_SIZE = 64 * 1024;
    private static final int MAX_REQUEST_FIELDS_SIZE = 96 * 1024;
    private static final int RESPONSE_BUFFER_SIZE = 16 * 1024;
    private static final int H2_STREAM_WINDOW = 1024 * 1024;
    private static final int H2_SESSION_WINDOW = 8 * 1024 * 1024;

    /**
     * A client that runs on threads it is given, so that a request need not change thread.
     *
     * @param executor shared with the server; never one that blocks
     */
    public static UpstreamClient create(Executor executor, Scheduler scheduler, ByteBufferPool buffers, int selectors) {
        EventLoops loops = new EventLoops(executor, scheduler, selectors);
        ClientConnector connector = new LoopConnector(loops);
        connector.setExecutor(executor);
        connector.setScheduler(scheduler);
        connector.setByteBufferPool(buffers);
        connector.setSslContextFactory(new Unused());
        HTTP2Client http2 = new HTTP2Client(connector);
        http2.setMaxConcurrentPushedStreams(0);
        http2.setInitialStreamRecvWindow(H2_STREAM_WINDOW);
        http2.setInitialSessionRecvWindow(H2_SESSION_WINDOW);
        http2.setMaxRequestHeadersSize(MAX_REQUEST_FIELDS_SIZE);
        http2.setMaxResponseHeadersSize(MAX_RESPONSE_FIELDS_SIZE);
        http2.setStreamIdleTimeout(IDLE_TIMEOUT.toMillis());
        HttpClientTransportDynamic transport =
                new EndpointTransport(connector, HttpClientConnectionFactory.HTTP11, Http2Connections.info(http2));
        transport.setInvocationType(InvocationType.NON_BLOCKING);
        HttpClient client = configure(new HttpClient(transport));
        client.addBean(loops);
        return new UpstreamClient(client, loops);
    }

    /** Each {@link EndpointDestination} has its cluster's TLS: loading the JDK's own would only take time at start. */
    private static final class Unused extends SslContextFactory.Client {
        @Override
        protected void doStart() {}
    }

    /** Makes the destinations of endpoints, which know their cluster's limits. */
    private static final class EndpointTransport extends HttpClientTransportDynamic {
        EndpointTransport(ClientConnector connector, ClientConnectionFactory.Info... protocols) {
            super(connector, protocols);
        }

        @Override
        public Destination newDestination(Origin origin) {
            return origin.getTransport() instanceof Lane lane
                    ? new EndpointDestination(getHttpClient(), origin, lane)
                    : super.newDestination(origin);
        }
    }

    private static HttpClient configure(HttpClient client) {
        client.setName("gatehouse-upstream");
        client.setConnectTimeout(MAX_CONNECT_TIMEOUT.toMillis());
        client.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setUserAgentField(null);
        client.setDefaultRequestContentType(null);
        client.setMaxConnectionsPerDestination(MAX_CONNECTIONS);
        client.setMaxRequestsQueuedPerDestination(MAX_QUEUED);
        client.setMaxRequestHeadersSize(MAX_REQUEST_FIELDS_SIZE);
        client.setMaxResponseHeadersSize(MAX_RESPONSE_FIELDS_SIZE);
        client.setResponseBufferSize(RESPONSE_BUFFER_SIZE);
        client.getContentDecoderFactories().clear();
        return client;
    }
}
