package io.gatehouse.tests.exchange;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;

/** An HTTP/2 client, frame by frame, with one stream. */
final class Http2Caller implements AutoCloseable {
    private final HTTP2Client client = new HTTP2Client();
    private final Session session;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CompletableFuture<MetaData.Response> head = new CompletableFuture<>();
    private final CompletableFuture<HttpFields> trailers = new CompletableFuture<>();
    private final CountDownLatch reset = new CountDownLatch(1);
    private volatile int resetCode = -1;
    private final CountDownLatch end = new CountDownLatch(1);
    private Stream stream;

    Http2Caller(int port) throws Exception {
        client.start();
        session = client.connect(new InetSocketAddress("127.0.0.1", port), new Session.Listener() {})
                .get(10, TimeUnit.SECONDS);
    }

    /** Sends a request's head. */
    Http2Caller open(MetaData.Request request, boolean last) throws Exception {
        stream = session.newStream(new HeadersFrame(request, null, last), new Listener())
                .get(10, TimeUnit.SECONDS);
        return this;
    }

    static MetaData.Request request(String method, String path, HttpFields fields) {
        return new MetaData.Request(method, HttpURI.from("http://shop.example.com" + path), HttpVersion.HTTP_2, fields);
    }

    Http2Caller data(String bytes, boolean last) throws Exception {
        ByteBuffer buffer = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8));
        stream.data(new DataFrame(stream.getId(), buffer, last)).get(10, TimeUnit.SECONDS);
        return this;
    }

    /** Sends what the gateway may already have refused: whether it goes out is not waited for. */
    void dataPerhaps(String bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8));
        stream.data(new DataFrame(stream.getId(), buffer, false), Callback.NOOP);
    }

    void sendTrailers(HttpFields fields) throws Exception {
        MetaData metaData = new MetaData(HttpVersion.HTTP_2, fields);
        stream.headers(new HeadersFrame(stream.getId(), metaData, null, true)).get(10, TimeUnit.SECONDS);
    }

    void cancel() {
        stream.reset(new ResetFrame(stream.getId(), 8), Callback.NOOP);
    }

    MetaData.Response head() throws Exception {
        return head.get(10, TimeUnit.SECONDS);
    }

    HttpFields trailers() throws Exception {
        return trailers.get(10, TimeUnit.SECONDS);
    }

    String body() throws Exception {
        if (!end.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the stream did not end");
        }
        return soFar();
    }

    synchronized String soFar() {
        return body.toString(StandardCharsets.UTF_8);
    }

    /** Waits until so many bytes of the body have come. */
    synchronized String await(int length) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (body.size() < length && System.nanoTime() < deadline) {
            wait(100);
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    boolean wasReset() throws InterruptedException {
        return reset.await(10, TimeUnit.SECONDS);
    }

    /** The code that the stream was reset with. */
    int resetCode() throws InterruptedException {
        assertTrue(wasReset(), "the stream goes on");
        return resetCode;
    }

    private synchronized void add(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        body.writeBytes(copy);
        notifyAll();
    }

    @Override
    public void close() throws Exception {
        client.stop();
    }

    private final class Listener implements Stream.Listener {
        @Override
        public void onHeaders(Stream from, HeadersFrame frame) {
            if (frame.getMetaData() instanceof MetaData.Response response) {
                head.complete(response);
            } else {
                trailers.complete(frame.getMetaData().getHttpFields());
            }
            if (frame.isEndStream()) {
                end.countDown();
            } else {
                from.demand();
            }
        }

        @Override
        public void onDataAvailable(Stream from) {
            Stream.Data data = from.readData();
            if (data == null) {
                from.demand();
                return;
            }
            add(data.frame().getByteBuffer());
            boolean last = data.frame().isEndStream();
            data.release();
            if (last) {
                end.countDown();
            } else {
                from.demand();
            }
        }

        @Override
        public void onReset(Stream from, ResetFrame frame, Callback callback) {
            resetCode = frame.getError();
            reset.countDown();
            callback.succeeded();
        }
    }
}
