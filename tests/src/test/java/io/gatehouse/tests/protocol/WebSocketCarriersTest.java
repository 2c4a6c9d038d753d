package io.gatehouse.tests.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.tests.tcp.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** WebSockets of HTTP/1.1 and HTTP/2 clients (RFC 8441), in clear text and over TLS, to an HTTP/1.1 upstream. */
@ParameterizedClass
@EnumSource
class WebSocketCarriersTest {
    private static final int LARGE = 2 << 20;
    private static final long PLENTY = Long.getLong("gatehouse.test.bytes", 64L << 20);

    /** More than kernels and windows keep on the way. */
    private static final long KEPT = 30L << 20;

    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private final WebSocketCaller.Kind kind;
    private final WebSocketUpstream upstream;
    private final HttpGateway gateway;

    WebSocketCarriersTest(WebSocketCaller.Kind kind) throws Exception {
        this.kind = kind;
        upstream = new WebSocketUpstream(LARGE);
        gateway = HttpGateway.start(upstream.port(), "HTTP", "");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void messagesAndPingsAreAnsweredByTheUpstream() throws Exception {
        try (WebSocketCaller socket = kind.open(gateway)) {
            socket.text("hello");
            assertEquals("echo:hello", socket.read().text());
            socket.send(WebSocketCaller.PING, "here?".getBytes(StandardCharsets.US_ASCII));
            WebSocketCaller.Message pong = socket.read();
            assertEquals(WebSocketCaller.PONG, pong.kind());
            assertEquals("here?", pong.text());
            socket.text("ping me");
            assertEquals(WebSocketCaller.PING, socket.read().kind());
            socket.send(WebSocketCaller.PONG, new byte[] {1});
            assertEquals("pong", upstream.heard());
        }
        gateway.awaitNothingLeft();
    }

    @Test
    void aFrameOfMegabytesComesBackWhole() throws Exception {
        byte[] large = new byte[LARGE];
        ThreadLocalRandom.current().nextBytes(large);
        try (WebSocketCaller socket = kind.open(gateway)) {
            socket.send(WebSocketCaller.BINARY, large);

            assertArrayEquals(large, socket.read().payload());
        }
    }

    @Test
    void theClientsCloseIsAnsweredAndEndsBothSides() throws Exception {
        try (WebSocketCaller socket = kind.open(gateway)) {
            socket.close(4002);

            assertTrue(upstream.heard().startsWith("4002"));
            WebSocketCaller.Message close = socket.read();
            assertEquals(WebSocketCaller.CLOSE, close.kind());
            assertEquals(4002, close.closeCode());
            assertTrue(socket.isOver());
        }
        gateway.awaitNothingLeft();
    }

    @Test
    void theUpstreamsCloseReachesTheClient() throws Exception {
        try (WebSocketCaller socket = kind.open(gateway)) {
            socket.text("leave");

            WebSocketCaller.Message close = socket.read();
            assertEquals(4001, close.closeCode());
            socket.close(4001);
            assertTrue(socket.isOver());
        }
        gateway.awaitNothingLeft();
    }

    @Test
    void anUpstreamThatVanishesEndsTheClientsStream() throws Exception {
        try (WebSocketCaller socket = kind.open(gateway)) {
            socket.text("vanish");

            assertTrue(socket.isOver());
        }
        gateway.awaitNothingLeft();
    }

    @Test
    void aClientThatVanishesEndsTheUpstreamsConnection() throws Exception {
        try (WebSocketCaller socket = kind.open(gateway)) {
            socket.text("hello");
            assertEquals("echo:hello", socket.read().text());
        }

        assertTrue(upstream.heard().startsWith("1006"));
        gateway.awaitNothingLeft();
    }

    @Test
    void theGatewaysEndEndsBothSides() throws Exception {
        HttpGateway ending = HttpGateway.start(upstream.port(), "HTTP", "");
        try (WebSocketCaller socket = kind.open(ending)) {
            socket.text("hello");
            assertEquals("echo:hello", socket.read().text());

            ending.close();

            assertTrue(socket.isOver());
            assertTrue(upstream.heard().startsWith("1006"));
        }
    }

    private static void agree(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        connection.getOutputStream().write(SWITCH.getBytes(StandardCharsets.US_ASCII));
    }

    /** Conscrypt ends both directions of TLS with the first that ends; the JDK's TLS keeps them apart. */
    private void assumeHalfCloses() {
        assumeTrue(kind != WebSocketCaller.Kind.HTTP1_TLS, "depends on the TLS provider");
    }

    @Test
    void theUpstreamsEndLeavesTheClientsDirectionOpen() throws Exception {
        assumeHalfCloses();
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (Upstream raw = Upstream.plain(connection -> {
                    agree(connection);
                    connection.shutdownOutput();
                    byte[] all = connection.getInputStream().readNBytes(4);
                    heard.complete(new String(all, StandardCharsets.US_ASCII));
                });
                HttpGateway between = HttpGateway.start(raw.port(), "HTTP", "");
                WebSocketCaller socket = kind.open(between)) {
            assertEquals(-1, socket.in().read());

            socket.out().write("last".getBytes(StandardCharsets.US_ASCII));

            assertEquals("last", heard.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void theClientsEndLeavesTheUpstreamsDirectionOpen() throws Exception {
        assumeHalfCloses();
        try (Upstream raw = Upstream.plain(connection -> {
                    agree(connection);
                    int length = connection.getInputStream().readAllBytes().length;
                    connection.getOutputStream().write(("got " + length).getBytes(StandardCharsets.US_ASCII));
                });
                HttpGateway between = HttpGateway.start(raw.port(), "HTTP", "");
                WebSocketCaller socket = kind.open(between)) {
            socket.out().write(new byte[10]);
            socket.end();

            assertEquals("got 10", new String(socket.in().readAllBytes(), StandardCharsets.US_ASCII));
            between.awaitNothingLeft();
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsTheUpstreamBack() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (Upstream raw = Upstream.plain(connection -> {
                    agree(connection);
                    send(connection.getOutputStream(), sent);
                    connection.shutdownOutput();
                    connection.getInputStream().read();
                });
                HttpGateway between = HttpGateway.start(raw.port(), "HTTP", "");
                WebSocketCaller socket = kind.open(between)) {
            Standstill.await(sent);
            assertTrue(sent.get() < KEPT, "taken although nobody reads: " + sent);

            assertEquals(PLENTY, socket.in().transferTo(OutputStream.nullOutputStream()));
        }
    }

    @Test
    void anUpstreamThatDoesNotReadHoldsTheClientBack() throws Exception {
        AtomicLong sent = new AtomicLong();
        CountDownLatch read = new CountDownLatch(1);
        try (Upstream raw = Upstream.plain(connection -> {
                    agree(connection);
                    read.await();
                    long all = 0;
                    byte[] block = new byte[64 * 1024];
                    while (all < PLENTY) {
                        all += connection.getInputStream().read(block);
                    }
                    connection.getOutputStream().write('!');
                });
                HttpGateway between = HttpGateway.start(raw.port(), "HTTP", "");
                WebSocketCaller socket = kind.open(between)) {
            Upstream.daemon(() -> {
                try {
                    send(socket.out(), sent);
                } catch (IOException broken) {
                    // Then the upstream never hears all of it.
                }
            });
            Standstill.await(sent);
            assertTrue(sent.get() < KEPT, "taken although nobody reads: " + sent);

            read.countDown();

            assertEquals('!', socket.in().read());
        }
    }

    private static void send(OutputStream out, AtomicLong sent) throws IOException {
        byte[] block = new byte[64 * 1024];
        while (sent.get() < PLENTY) {
            out.write(block);
            sent.addAndGet(block.length);
        }
        out.flush();
    }
}
