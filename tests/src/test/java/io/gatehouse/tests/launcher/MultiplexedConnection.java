package io.gatehouse.tests.launcher;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * One HTTP/2 connection over TLS with many streams. Not {@link Curl}, since Jetty's pooling client closes a connection,
 * with all its streams, when the first of them ends after the server's GOAWAY.
 */
final class MultiplexedConnection implements AutoCloseable {
    private static final long LONGEST_SECONDS = 20;
    private final HTTP2Client client = new HTTP2Client();
    private final SslContextFactory.Client tls = new SslContextFactory.Client(true);
    private final Session session;
    private final String authority;

    MultiplexedConnection(int port) throws Exception {
        tls.setEndpointIdentificationAlgorithm(null);
        client.addBean(tls);
        client.start();
        InetAddress loopback = InetAddress.getByAddress(Curl.HOST, new byte[] {127, 0, 0, 1});
        session = client.connect(tls, new InetSocketAddress(loopback, port), new Session.Listener() {})
                .get(LONGEST_SECONDS, TimeUnit.SECONDS);
        authority = Curl.HOST + ":" + port;
    }

    /** The status, when the response is complete. */
    CompletableFuture<Integer> get(String path) {
        HttpURI uri = HttpURI.from("https://" + authority + path);
        MetaData.Request request = new MetaData.Request("GET", uri, HttpVersion.HTTP_2, HttpFields.EMPTY);
        Response response = new Response();
        session.newStream(
                new HeadersFrame(request, null, true),
                Promise.from(stream -> {}, response.complete::completeExceptionally),
                response);
        return response.complete;
    }

    private static final class Response implements Stream.Listener {
        private final CompletableFuture<Integer> complete = new CompletableFuture<>();
        private volatile int status;

        @Override
        public void onHeaders(Stream stream, HeadersFrame frame) {
            status = ((MetaData.Response) frame.getMetaData()).getStatus();
            next(stream, frame.isEndStream());
        }

        @Override
        public void onDataAvailable(Stream stream) {
            Stream.Data data = stream.readData();
            if (data == null) {
                stream.demand();
                return;
            }
            boolean last = data.frame().isEndStream();
            data.release();
            next(stream, last);
        }

        private void next(Stream stream, boolean last) {
            if (last) {
                complete.complete(status);
            } else {
                stream.demand();
            }
        }

        @Override
        public void onReset(Stream stream, ResetFrame frame, Callback callback) {
            complete.completeExceptionally(new IllegalStateException(frame.toString()));
            callback.succeeded();
        }

        @Override
        public void onFailure(Stream stream, int error, String reason, Throwable failure, Callback callback) {
            complete.completeExceptionally(failure == null ? new IllegalStateException(reason) : failure);
            callback.succeeded();
        }
    }

    @Override
    public void close() throws Exception {
        client.stop();
    }
}
