package io.gatehouse.tests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.conformance.wire.Frame;
import io.gatehouse.tests.conformance.wire.Http2Connection;
import io.gatehouse.tests.exchange.Http2Upstream;
import io.gatehouse.tests.tcp.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** HTTP/2 clients that leave, stall or flood: upstreams hear of it, little is kept, and others are served. */
class MisbehavingHttp2ClientTest {
    private static final int CANCEL = 8;
    private static final int PROTOCOL_ERROR = 1;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final byte[] PART = new byte[16 * 1024];
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static void readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("closed after " + head);
            }
            head.append((char) octet);
        }
    }

    private static void assertServes(HttpGateway gateway) throws IOException {
        try (FrameClient other = FrameClient.clear(gateway.port())) {
            assertEquals(200, other.get("/").status());
        }
    }

    @Test
    void anUploadThatIsResetEndsTheHttp1UpstreamsConnection() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (Upstream upstream = Upstream.plain(connection -> {
                    readHead(connection.getInputStream());
                    begun.countDown();
                    try {
                        connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                    } finally {
                        ended.countDown();
                    }
                });
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "");
                FrameClient client = FrameClient.clear(gateway.port())) {
            FrameClient.Exchange upload = client.open(false, "POST", "/", "content-length", "1000000");
            upload.out().write(PART);
            assertTrue(begun.await(30, TimeUnit.SECONDS));

            upload.reset(CANCEL);

            assertTrue(ended.await(30, TimeUnit.SECONDS), "the upstream waits for the rest");
            assertTrue(gateway.log(1).contains("\"response_flags\":\"DC\""), gateway.log(1));
            gateway.awaitNothingLeft();
            HttpGateway.await(() -> gateway.meter("gatehouse_cluster_connections") == 0);
        }
    }

    @Test
    void anUploadThatIsResetResetsTheHttp2UpstreamsStreamOnly() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (Upstream upstream = Upstream.plain(FrameTalk.with(call -> {
                    begun.countDown();
                    Frame frame = call.frames().read();
                    while (frame != null && frame.type() != Frame.RST_STREAM) {
                        frame = call.frames().read();
                    }
                    if (frame != null && frame.stream() == call.stream()) {
                        ended.countDown();
                    }
                }));
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP2", "");
                FrameClient client = FrameClient.clear(gateway.port())) {
            FrameClient.Exchange upload = client.open(false, "POST", "/");
            upload.out().write(PART);
            assertTrue(begun.await(30, TimeUnit.SECONDS));

            upload.reset(CANCEL);

            assertTrue(ended.await(30, TimeUnit.SECONDS), "the upstream waits for the rest");
            gateway.awaitNothingLeft();
            assertEquals(1, gateway.meter("gatehouse_cluster_connections"));
        }
    }

    @Test
    void aClientThatVanishesEndsAllItsRequests() throws Exception {
        int count = 50;
        CountDownLatch begun = new CountDownLatch(count);
        CountDownLatch ended = new CountDownLatch(count);
        try (Upstream upstream = Upstream.plain(connection -> {
                    readHead(connection.getInputStream());
                    begun.countDown();
                    try {
                        connection.getInputStream().read();
                    } finally {
                        ended.countDown();
                    }
                });
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "");
                FrameClient client = FrameClient.clear(gateway.port())) {
            for (int i = 0; i < count; i++) {
                client.get("/");
            }
            assertTrue(begun.await(30, TimeUnit.SECONDS));

            client.vanish();

            assertTrue(ended.await(30, TimeUnit.SECONDS));
            gateway.awaitNothingLeft();
        }
    }

    /** Answers for ever, as fast as it is read; counts what was taken. */
    private static final class Endless extends Handler.Abstract.NonBlocking {
        private final AtomicLong sent;

        Endless(AtomicLong sent) {
            this.sent = sent;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            more(response, callback);
            return true;
        }

        private void more(Response response, Callback callback) {
            sent.addAndGet(PART.length);
            Callback next = Callback.from(() -> more(response, callback), callback::failed);
            response.write(false, ByteBuffer.wrap(PART), next);
        }
    }

    @Test
    void streamsThatNobodyReadsHoldTheirUpstreamsBack() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (Http2Upstream upstream = new Http2Upstream(new Endless(sent));
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP2", "");
                FrameClient client = FrameClient.clear(gateway.port(), 1024)) {
            List<FrameClient.Exchange> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(client.get("/"));
            }
            for (FrameClient.Exchange each : all) {
                assertEquals(200, each.status());
            }

            Standstill.await(sent);

            // What fits into the windows of the upstreams' streams, and into the kernel
            assertTrue(sent.get() < (50L << 20) + (24L << 20), "taken although nobody reads: " + sent);
            client.vanish();
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aConnectionThatNobodyReadsHoldsItsUpstreamsBack() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (Upstream upstream = Upstream.plain(connection -> {
                    readHead(connection.getInputStream());
                    connection.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    while (true) {
                        connection.getOutputStream().write(PART);
                        sent.addAndGet(PART.length);
                    }
                });
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "");
                Socket client = new Socket("127.0.0.1", gateway.port())) {
            // Windows wide open, but nothing is read from the socket
            Http2Connection frames = new Http2Connection(client);
            frames.startClient();
            byte[] head = {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x41, 1, 'a'};
            frames.write(new Frame(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, 1, head));
            frames.write(new Frame(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, 3, head));

            Standstill.await(sent);

            assertTrue(sent.get() < 40L << 20, "taken although nobody reads: " + sent);
            client.close();
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void rapidResetsEndTheConnectionAndNothingIsLeft() throws Exception {
        try (Upstream upstream = Upstream.plain(connection -> {
                    readHead(connection.getInputStream());
                    connection.getOutputStream().write(OK.getBytes(StandardCharsets.US_ASCII));
                    connection.getInputStream().read();
                });
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "")) {
            try (FrameClient client = FrameClient.clear(gateway.port())) {
                assertFlooded(client, () -> client.get("/").reset(CANCEL));
            }
            assertServes(gateway);
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aFloodOfPingsEndsTheConnection() throws Exception {
        assertFlooded(new Frame(Frame.PING, 0, 0, new byte[8]));
    }

    @Test
    void aFloodOfSettingsEndsTheConnection() throws Exception {
        assertFlooded(new Frame(Frame.SETTINGS, 0, 0, new byte[0]));
    }

    @Test
    void aHeadWithoutEndEndsTheConnection() throws Exception {
        try (HttpGateway gateway = HttpGateway.start(Upstream.refusing(), "HTTP", "");
                FrameClient client = FrameClient.clear(gateway.port())) {
            client.write(new Frame(Frame.HEADERS, 0, 1, new byte[] {(byte) 0x82}));
            assertFlooded(client, () -> client.write(new Frame(Frame.CONTINUATION, 0, 1, new byte[0])));
            gateway.awaitNothingLeft();
        }
    }

    private static void assertFlooded(Frame frame) throws Exception {
        try (HttpGateway gateway = HttpGateway.start(Upstream.refusing(), "HTTP", "");
                FrameClient client = FrameClient.clear(gateway.port())) {
            assertFlooded(client, () -> client.write(frame));
        }
    }

    private interface Flood {
        void more() throws IOException;
    }

    private static void assertFlooded(FrameClient client, Flood flood) throws IOException {
        int frames = 0;
        try {
            while (frames++ < 200_000) {
                flood.more();
            }
        } catch (IOException closed) {
            // That is what it should come to.
        }
        client.awaitEnd();
        assertTrue(frames < 200_000, "goes on");
        // A reset of the connection may overtake the reason; what still comes of a refused head is a further error
        assertTrue(
                List.of(ENHANCE_YOUR_CALM, PROTOCOL_ERROR, -1).contains(client.goneAway()),
                "GOAWAY " + client.goneAway());
    }
}
