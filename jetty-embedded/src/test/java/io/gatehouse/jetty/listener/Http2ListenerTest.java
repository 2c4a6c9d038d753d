package io.gatehouse.jetty.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.exchange.InlineThreadPool;
import io.gatehouse.route.Snapshots;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Http2ListenerTest {
    private final Server server = new Server(new InlineThreadPool(50));
    private final Snapshots snapshots = new Snapshots();
    private final HTTP2Client client = new HTTP2Client();
    private final BlockingQueue<Callback> held = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> goAway = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final CompletableFuture<Integer> maxStreams = new CompletableFuture<>();
    private Listeners listeners;

    @BeforeEach
    void start() throws Exception {
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                if (request.getHttpURI().getPath().equals("/held")) {
                    held.add(Callback.from(
                            () -> Content.Sink.write(response, true, "held", callback), callback::failed));
                } else {
                    Content.Sink.write(response, true, "ok", callback);
                }
                return true;
            }
        });
        server.start();
        client.start();
        listeners = new Listeners(
                server,
                snapshots,
                name -> null,
                ListenerSettings.of(HttpConfiguration::new).withEphemeralPorts());
        listeners.start();
        snapshots.publish(Specs.snapshot(Specs.http(80)));
    }

    @AfterEach
    void stop() throws Exception {
        client.stop();
        listeners.close();
        server.stop();
    }

    private Session connect() throws Exception {
        int port = listeners.port("http").orElseThrow();
        return client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), new Session.Listener() {
                    @Override
                    public void onSettings(Session session, SettingsFrame frame) {
                        Integer streams = frame.getSettings().get(SettingsFrame.MAX_CONCURRENT_STREAMS);
                        if (streams != null) {
                            maxStreams.complete(streams);
                        }
                    }

                    @Override
                    public void onGoAway(Session session, GoAwayFrame frame) {
                        goAway.complete(frame.getError());
                    }

                    @Override
                    public void onClose(Session session, GoAwayFrame frame, Callback callback) {
                        goAway.complete(frame.getError());
                        closed.complete(null);
                        callback.succeeded();
                    }
                })
                .get(5, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Stream> send(Session session, String path, CompletableFuture<Integer> status) {
        MetaData.Request request = new MetaData.Request(
                "GET", HttpURI.from("http://127.0.0.1" + path), HttpVersion.HTTP_2, HttpFields.EMPTY);
        return session.newStream(new HeadersFrame(request, null, true), new Stream.Listener() {
            @Override
            public void onHeaders(Stream stream, HeadersFrame frame) {
                status.complete(((MetaData.Response) frame.getMetaData()).getStatus());
                stream.demand();
            }

            @Override
            public void onDataAvailable(Stream stream) {
                Stream.Data data = stream.readData();
                if (data != null) {
                    data.release();
                }
                if (data == null || !data.frame().isEndStream()) {
                    stream.demand();
                }
            }
        });
    }

    @Test
    void hundredConcurrentStreamsAreOffered() throws Exception {
        connect();

        assertEquals(100, maxStreams.get(5, TimeUnit.SECONDS));
    }

    @Test
    void drainSaysGoAwayAndFinishesStreamsInFlight() throws Exception {
        Session session = connect();
        CompletableFuture<Integer> status = new CompletableFuture<>();
        send(session, "/held", status);
        Callback request = held.poll(5, TimeUnit.SECONDS);
        assertNotNull(request);

        CompletableFuture<Void> drained = listeners.drain(Duration.ofSeconds(30));

        assertEquals(ErrorCode.NO_ERROR.code, goAway.get(5, TimeUnit.SECONDS));
        request.succeeded();
        assertEquals(200, status.get(5, TimeUnit.SECONDS));
        drained.get(5, TimeUnit.SECONDS);
    }

    @Test
    void drainEndsIdleSessionsAtOnce() throws Exception {
        Session session = connect();
        CompletableFuture<Integer> status = new CompletableFuture<>();
        send(session, "/", status);
        assertEquals(200, status.get(5, TimeUnit.SECONDS));

        listeners.drain(Duration.ofSeconds(30)).get(5, TimeUnit.SECONDS);

        closed.get(5, TimeUnit.SECONDS);
    }

    @Test
    void rapidResetEndsTheSession() throws Exception {
        Session session = connect();
        for (int sent = 0; sent < 100_000 && !goAway.isDone(); sent++) {
            send(session, "/held", new CompletableFuture<>())
                    .thenAccept(stream -> stream.reset(
                            new ResetFrame(stream.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP));
        }

        assertEquals(ErrorCode.ENHANCE_YOUR_CALM_ERROR.code, goAway.get(10, TimeUnit.SECONDS));
        assertTrue(held.size() < 100_000);
    }
}
