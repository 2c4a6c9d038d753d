package io.gatehouse.tests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.tcp.Upstream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client sees of an upstream that does not keep to HTTP, and that nothing is left of it in the gateway. */
class MisbehavingUpstreamTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String PROTOCOL_ERROR = "\"response_code\":502,\"response_flags\":\"UPE\"";

    /** Reads a request's head; false at the end of the connection. */
    private static boolean readHead(InputStream in) throws IOException {
        int matched = 0;
        while (matched < 4) {
            int octet = in.read();
            if (octet < 0) {
                return false;
            }
            matched = octet == "\r\n\r\n".charAt(matched) ? matched + 1 : octet == '\r' ? 1 : 0;
        }
        return true;
    }

    private static void say(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads a request, answers these bytes, and ends the connection by a close or a reset. */
    private static Upstream.Talk answering(String bytes, boolean reset) {
        return connection -> {
            readHead(connection.getInputStream());
            say(connection, bytes);
            connection.setSoLinger(reset, 0);
        };
    }

    private static String repeat(String text, int times) {
        return text.repeat(times);
    }

    static Stream<Arguments> answersThatAreNoHttp() {
        return Stream.of(
                Arguments.of("garbage", "this is not http\r\n\r\n"),
                Arguments.of("garbage without an end", repeat("x", 100_000)),
                Arguments.of("a status that is no number", "HTTP/1.1 2x0 OK\r\n\r\n"),
                Arguments.of("both lengths", OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("two lengths", OK + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
                Arguments.of("a negative length", OK + "Content-Length: -3\r\n\r\n"),
                Arguments.of("an unknown coding", OK + "Transfer-Encoding: banana\r\n\r\nabc"),
                Arguments.of("a huge field", OK + "X-Huge: " + repeat("x", 100_000) + "\r\n\r\n"),
                Arguments.of("too many fields", OK + repeat("X-Many: 0123456789\r\n", 10_000) + "\r\n"),
                Arguments.of("a null in a field", OK + "X-Null: a\0b\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("a space before the colon", OK + "Content-Length : 0\r\n\r\n"),
                Arguments.of("an upgrade nobody asked for", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
                Arguments.of("interim answers without end", repeat("HTTP/1.1 102 Processing\r\n\r\n", 10_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answersThatAreNoHttp")
    void anAnswerThatIsNoHttpIsABadGateway(String name, String bytes) throws Exception {
        try (Upstream upstream = Upstream.plain(answering(bytes, false));
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "")) {
            Answer answer = Answer.toGet(gateway).last();

            assertEquals(502, answer.status(), answer.text());
            assertTrue(answer.isWhole());
            assertTrue(gateway.log(1).contains(PROTOCOL_ERROR), gateway.log(1));
            assertEquals(1, upstream.connections(), "it is not asked again");
            gateway.awaitNothingLeft();
        }
    }

    static Stream<Arguments> bodiesThatBreakOff() {
        return Stream.of(true, false)
                .flatMap(reset -> Stream.of(
                        Arguments.of("with a length", OK + "Content-Length: 100000\r\n\r\n" + repeat("x", 1000), reset),
                        Arguments.of(
                                "in a chunk",
                                OK + "Transfer-Encoding: chunked\r\n\r\n1000\r\n" + repeat("x", 1000),
                                reset),
                        Arguments.of("between chunks", OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", reset),
                        Arguments.of(
                                "by a chunk that is none",
                                OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n",
                                reset)));
    }

    @ParameterizedTest(name = "{0}, reset {2}")
    @MethodSource("bodiesThatBreakOff")
    void aBodyThatBreaksOffNeverSeemsWhole(String name, String bytes, boolean reset) throws Exception {
        try (Upstream upstream = Upstream.plain(answering(bytes, reset));
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "")) {
            Answer answer = Answer.toGet(gateway);

            assertFalse(!answer.text().isEmpty() && answer.status() == 200 && answer.isWhole(), answer.text());
            gateway.log(1);
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aBodyThatEndsWithItsConnectionIsBrokenByAReset() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Upstream upstream = Upstream.plain(connection -> {
                    readHead(connection.getInputStream());
                    say(connection, OK + "\r\nhalf");
                    seen.await();
                    connection.setSoLinger(true, 0);
                });
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "");
                Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(30_000);
            say(socket, "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n");
            InputStream in = socket.getInputStream();
            StringBuilder begun = new StringBuilder();
            while (begun.indexOf("half") < 0) {
                begun.append((char) in.read());
            }
            seen.countDown();

            String rest = Answer.read(socket).text();

            assertFalse(rest.contains("0\r\n\r\n"), begun + rest);
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aBodyThatEndsWithItsConnectionIsWholeAtAnOrderlyEnd() throws Exception {
        try (Upstream upstream = Upstream.plain(answering(OK + "\r\nwhole", false));
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "")) {
            Answer answer = Answer.toGet(gateway);

            assertEquals(200, answer.status());
            assertTrue(answer.isWhole() && answer.body().contains("whole"), answer.text());
        }
    }

    @Test
    void aRefusedConnectionIsTriedAgainAndThenUnavailable() throws Exception {
        try (HttpGateway gateway = HttpGateway.start(Upstream.refusing(), "HTTP", "")) {
            Answer answer = Answer.toGet(gateway);

            assertEquals(503, answer.status());
            assertTrue(answer.body().contains("remote connection failure"), answer.body());
            String log = gateway.log(1);
            assertTrue(log.contains("\"response_flags\":\"URX,UF\"") && log.contains("\"upstream_attempts\":3"), log);
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void anUpstreamThatEndsWithoutAnAnswerIsUnavailableAndNotAskedAgain() throws Exception {
        for (boolean reset : new boolean[] {true, false}) {
            try (Upstream upstream = Upstream.plain(answering("", reset));
                    HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "")) {
                Answer answer = Answer.toGet(gateway);

                assertEquals(503, answer.status());
                assertTrue(answer.body().contains("connection termination"), answer.body());
                assertTrue(gateway.log(1).contains("\"response_flags\":\"UC\""), gateway.log(1));
                assertEquals(1, upstream.connections());
                gateway.awaitNothingLeft();
            }
        }
    }

    @Test
    void aHeadThatBreaksOffIsUnavailable() throws Exception {
        try (Upstream upstream = Upstream.plain(answering(OK + "Content-Le", false));
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "")) {
            Answer answer = Answer.toGet(gateway);

            assertTrue(answer.status() == 503 || answer.status() == 502, answer.text());
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aHalfClosedUpstreamMayStillHaveAnswered() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (Upstream upstream = Upstream.plain(connection -> {
                    readHead(connection.getInputStream());
                    say(connection, OK + "Content-Length: 2\r\n\r\nok");
                    connection.shutdownOutput();
                    over.await(30, TimeUnit.SECONDS);
                });
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "")) {
            assertEquals("ok", Answer.toGet(gateway).body());
            HttpGateway.await(() -> gateway.meter("gatehouse_cluster_connections") == 0);
            assertEquals("ok", Answer.toGet(gateway).body(), "on a connection of its own");
            over.countDown();
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void endlessFieldsAreReadNoFurtherThanTheLimit() throws Exception {
        AtomicLong sent = new AtomicLong();
        CountDownLatch stopped = new CountDownLatch(1);
        try (Upstream upstream = Upstream.plain(connection -> {
                    readHead(connection.getInputStream());
                    say(connection, OK);
                    try {
                        while (sent.get() < 256L << 20) {
                            say(connection, "X-Endless: 0123456789\r\n");
                            sent.addAndGet(23);
                        }
                    } finally {
                        stopped.countDown();
                    }
                });
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "")) {
            assertEquals(502, Answer.toGet(gateway).status());
            assertTrue(stopped.await(30, TimeUnit.SECONDS), "the connection is closed");
            assertTrue(sent.get() < 20L << 20, "no more than what the kernel keeps: " + sent);
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aHeadThatComesByteByByteIsAHead() throws Exception {
        try (Upstream upstream = Upstream.plain(connection -> {
                    connection.setTcpNoDelay(true);
                    readHead(connection.getInputStream());
                    for (char octet : (OK + "Content-Length: 2\r\n\r\nok").toCharArray()) {
                        say(connection, String.valueOf(octet));
                    }
                    connection.getInputStream().read();
                });
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "")) {
            assertEquals("ok", Answer.toGet(gateway).body());
        }
    }

    @Test
    void anAnswerMayComeBeforeTheBodyIsRead() throws Exception {
        try (Upstream upstream = Upstream.plain(connection -> {
                    readHead(connection.getInputStream());
                    say(connection, "HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\nConnection: close\r\n\r\nlarge");
                    connection.shutdownOutput();
                    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                });
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "")) {
            int length = 8 << 20;
            Answer answer = Answer.to(
                    gateway,
                    "POST / HTTP/1.1\r\nHost: shop.example.com\r\nConnection: close\r\nContent-Length: " + length
                            + "\r\n\r\n" + repeat("x", length));

            assertEquals(413, answer.status());
            assertEquals("large", answer.body());
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aPostOnAConnectionThatHasJustClosedIsNeverSentTwice() throws Exception {
        AtomicInteger posts = new AtomicInteger();
        try (Upstream upstream = Upstream.plain(connection -> {
                    InputStream in = new BufferedInputStream(connection.getInputStream());
                    readHead(in);
                    say(connection, OK + "Content-Length: 2\r\n\r\nok");
                    if (readHead(in)) {
                        posts.incrementAndGet();
                    }
                });
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "")) {
            // One connection of the client, so that both requests come to the same of the upstream's.
            try (Socket client = new Socket("127.0.0.1", gateway.port())) {
                client.setSoTimeout(30_000);
                say(client, "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n");
                readHead(client.getInputStream());
                assertEquals("ok", new String(client.getInputStream().readNBytes(2), StandardCharsets.US_ASCII));
                gateway.awaitNothingLeft();
                say(
                        client,
                        "POST / HTTP/1.1\r\nHost: shop.example.com\r\nConnection: close\r\n"
                                + "Content-Length: 2\r\n\r\nhi");

                assertEquals(503, Answer.read(client).status());
            }
            assertEquals(1, posts.get());
            assertEquals(1, upstream.connections());
            assertTrue(gateway.log(2).contains("\"upstream_attempts\":1,\"bytes_received\":2"), gateway.log(2));
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void anAnswerThatNobodyAskedForIsNotGivenToTheNext() throws Exception {
        try (Upstream upstream = Upstream.plain(connection -> {
                    InputStream in = new BufferedInputStream(connection.getInputStream());
                    String evil = OK + "Content-Length: 4\r\n\r\nevil";
                    while (readHead(in)) {
                        say(connection, OK + "Content-Length: 4\r\n\r\ngood" + evil);
                    }
                });
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "")) {
            for (int i = 0; i < 5; i++) {
                Answer answer = Answer.toGet(gateway);
                assertEquals("good", answer.body(), answer.text());
            }
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aFieldNeverBecomesTwo() throws Exception {
        for (String line : new String[] {
            "X-Split: a\rSet-Cookie: stolen=1",
            "X-Split: a\nSet-Cookie: stolen=1",
            "X-Split: a\r\n Set-Cookie: stolen=1"
        }) {
            try (Upstream upstream = Upstream.plain(answering(OK + line + "\r\nContent-Length: 2\r\n\r\nok", false));
                    HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "")) {
                Answer answer = Answer.toGet(gateway);

                boolean bareLf = line.contains("a\nSet");
                boolean asOne = !answer.head().toLowerCase(Locale.ROOT).contains("\r\nset-cookie")
                        && !answer.head().contains("\n Set")
                        && !answer.head().replace("\r\n", "").contains("\r");
                // A bare LF ends a line for whoever is lenient (RFC 9112 §2.2): then it is the upstream's own field.
                assertTrue(answer.status() == 502 || asOne || bareLf, answer.text());
            }
        }
    }

    @Test
    void aClientThatLeavesEndsTheUpstreamsConnection() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        try (Upstream upstream = Upstream.plain(connection -> {
                    readHead(connection.getInputStream());
                    asked.countDown();
                    try {
                        connection.getInputStream().read();
                    } finally {
                        left.countDown();
                    }
                });
                HttpGateway gateway = HttpGateway.start(upstream.port(), "HTTP", "")) {
            try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
                say(socket, "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n");
                assertTrue(asked.await(30, TimeUnit.SECONDS));
            }

            assertTrue(left.await(30, TimeUnit.SECONDS));
            assertTrue(gateway.log(1).contains("\"response_flags\":\"DC\""), gateway.log(1));
            gateway.awaitNothingLeft();
        }
    }
}
