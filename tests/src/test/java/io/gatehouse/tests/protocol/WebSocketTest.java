package io.gatehouse.tests.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JDK's WebSocket client in front of the gateway, and Jetty's WebSocket server behind. */
class WebSocketTest {
    private static final int LARGE = 2 << 20;

    private final WebSocketUpstream upstream;
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpGateway gateway;

    WebSocketTest() throws Exception {
        upstream = new WebSocketUpstream(LARGE);
    }

    /** What a client heard. */
    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile byte[] message = {};

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                events.add("text " + text);
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            bytes.writeBytes(part);
            if (last) {
                message = bytes.toByteArray();
                bytes.reset();
                events.add("binary " + message.length);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
            events.add("pong " + StandardCharsets.US_ASCII.decode(data));
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPing(WebSocket socket, ByteBuffer data) {
            events.add("ping");
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            events.add("close " + code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            events.add("error");
        }

        String next() throws InterruptedException {
            return events.poll(20, TimeUnit.SECONDS);
        }
    }

    @BeforeEach
    void start() throws Exception {
        gateway = HttpGateway.start(upstream.port(), "HTTP", "");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    private WebSocket open(Heard heard) {
        return client.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(20))
                .subprotocols("chat")
                .buildAsync(URI.create("ws://127.0.0.1:" + gateway.port() + "/ws"), heard)
                .join();
    }

    @Test
    void messagesAndPingsAreAnsweredByTheUpstream() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open(heard);
        assertEquals("chat", socket.getSubprotocol());

        socket.sendText("hello", true).join();
        assertEquals("text echo:hello", heard.next());
        socket.sendPing(ByteBuffer.wrap("here?".getBytes(StandardCharsets.US_ASCII)))
                .join();
        assertEquals("pong here?", heard.next());
        socket.sendText("ping me", true).join();
        assertEquals("ping", heard.next());
        assertEquals("pong", upstream.heard());
    }

    @Test
    void aMessageInPiecesIsOneMessage() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open(heard);
        socket.sendText("one,", false).join();
        socket.sendPing(ByteBuffer.allocate(0)).join();
        socket.sendText("two,", false).join();
        socket.sendText("three", true).join();

        assertEquals("pong ", heard.next(), "a ping may come between");
        assertEquals("text echo:one,two,three", heard.next());
    }

    @Test
    void aMessageOfMegabytesComesBackWhole() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open(heard);
        byte[] large = new byte[LARGE];
        ThreadLocalRandom.current().nextBytes(large);
        socket.sendBinary(ByteBuffer.wrap(large), true).join();

        assertEquals("binary " + LARGE, heard.next());
        assertArrayEquals(large, heard.message);
    }

    @Test
    void theClientsCloseReachesTheUpstreamAndIsAnswered() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open(heard);
        socket.sendClose(4002, "bye").join();

        assertEquals("4002 bye", upstream.heard());
        assertEquals("close 4002 bye", heard.next());
        gateway.awaitNothingLeft();
        assertTrue(gateway.log(1).contains("\"response_code\":101,\"response_flags\":\"-\""), gateway.log(1));
    }

    @Test
    void theUpstreamsCloseReachesTheClient() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open(heard);
        socket.sendText("leave", true).join();

        assertEquals("close 4001 leaving", heard.next());
        gateway.awaitNothingLeft();
    }

    @Test
    void anUpstreamThatVanishesEndsTheClientsConnection() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open(heard);
        socket.sendText("vanish", true).join();

        // The JDK makes a close without status of an end of the stream.
        assertTrue(List.of("error", "close 1006 ").contains(heard.next()));
        gateway.awaitNothingLeft();
    }

    @Test
    void aClientThatVanishesEndsTheUpstreamsConnection() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open(heard);
        socket.sendText("hello", true).join();
        assertEquals("text echo:hello", heard.next());

        socket.abort();

        assertTrue(upstream.heard().startsWith("1006"));
        gateway.awaitNothingLeft();
    }

    @Test
    void aRefusedUpgradeIsTheUpstreamsAnswer() {
        CompletableFuture<WebSocket> refused = client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + gateway.port() + "/nowhere"), new Heard());

        CompletionException failure = assertThrows(CompletionException.class, refused::join);
        assertEquals(
                404,
                ((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode());
        gateway.awaitNothingLeft();
    }
}
