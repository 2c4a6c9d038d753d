package io.gatehouse.tests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.conformance.data.Header;
import io.gatehouse.tests.conformance.wire.Frame;
import io.gatehouse.tests.conformance.wire.Hpack;
import io.gatehouse.tests.tcp.Upstream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sees of an upstream that does not keep to HTTP/2, and that nothing is left of it in the gateway. */
class MisbehavingHttp2UpstreamTest {
    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;
    private static final String POST =
            "POST / HTTP/1.1\r\nHost: shop.example.com\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi";

    private static HttpGateway gateway(Upstream upstream) throws Exception {
        return HttpGateway.start(upstream.port(), "HTTP2", "");
    }

    private static void assertUnavailable(Answer answer, String words) {
        assertEquals(503, answer.status(), answer.text());
        assertTrue(answer.body().endsWith(words), answer.body());
    }

    @Test
    void aRefusedConnectionIsTriedAgainAndThenUnavailable() throws Exception {
        try (HttpGateway gateway = HttpGateway.start(Upstream.refusing(), "HTTP2", "")) {
            assertUnavailable(Answer.toGet(gateway), "remote connection failure");

            String log = gateway.log(1);
            assertTrue(log.contains("\"response_flags\":\"URX,UF\"") && log.contains("\"upstream_attempts\":3"), log);
            gateway.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, CANCEL, 11, 13, 0x99})
    void aResetStreamIsUnavailableAndNotAskedAgain(int code) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (Upstream upstream = Upstream.plain(FrameTalk.with(call -> {
                    asked.incrementAndGet();
                    call.reset(code);
                }));
                HttpGateway gateway = gateway(upstream)) {
            assertUnavailable(Answer.toGet(gateway), "reset reason: remote reset");

            assertTrue(gateway.log(1).contains("\"response_flags\":\"UR\""), gateway.log(1));
            assertEquals(1, asked.get());
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aRefusedStreamIsTriedAgainAndThenUnavailable() throws Exception {
        try (Upstream upstream = Upstream.plain(FrameTalk.with(call -> call.reset(REFUSED_STREAM)));
                HttpGateway gateway = gateway(upstream)) {
            assertUnavailable(
                    Answer.toGet(gateway), "retried and the latest reset reason: remote refused stream reset");

            String log = gateway.log(1);
            assertTrue(log.contains("\"response_flags\":\"URX,UR\"") && log.contains("\"upstream_attempts\":3"), log);
            assertEquals(1, upstream.connections(), "the others on the connection are not to blame");
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aPostWhoseStreamWasRefusedIsSentAgainWhole() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (Upstream upstream = Upstream.plain(FrameTalk.with(call -> {
                    if (asked.incrementAndGet() == 1) {
                        call.reset(REFUSED_STREAM);
                        return;
                    }
                    Frame data = call.frames().read();
                    while (data.type() != Frame.DATA || data.stream() != call.stream()) {
                        data = call.frames().read();
                    }
                    call.head(false);
                    call.frames().data(call.stream(), data.content(), true);
                }));
                HttpGateway gateway = gateway(upstream)) {
            Answer answer = Answer.to(gateway, POST);

            assertEquals(200, answer.status(), answer.text());
            assertTrue(answer.body().contains("hi"), answer.text());
            assertEquals(2, asked.get());
            gateway.awaitNothingLeft();
        }
    }

    static Stream<Arguments> endsInMidBody() {
        FrameTalk.Answering begin = call -> {
            call.head(false, "content-length", "1000");
            call.data("half", false);
        };
        FrameTalk.Answering endless = call -> {
            call.head(false);
            call.data("half", false);
        };
        return Stream.of(
                end("reset", begin, call -> call.reset(CANCEL)),
                end("reset without an error", begin, call -> call.reset(0)),
                end("an end too early", begin, call -> call.data("", true)),
                end("a body too long", begin, call -> call.data("x".repeat(2000), true)),
                end(
                        "trailers too early",
                        begin,
                        call -> call.frames().headers(call.stream(), List.of(new Header("x-end", "1")), true)),
                end("a closed connection", begin, call -> call.hangUp(false)),
                end("a reset connection", begin, call -> call.hangUp(true)),
                // Zeroes would do no harm: they are frames without data for the connection.
                end(
                        "garbage",
                        begin,
                        call -> call.socket()
                                .getOutputStream()
                                .write("garbage".repeat(500).getBytes())),
                end("no length, reset", endless, call -> call.reset(CANCEL)),
                end("no length, closed connection", endless, call -> call.hangUp(false)),
                end("no length, half a frame", endless, call -> {
                    call.socket().getOutputStream().write(new byte[] {0, 1, 0, 0, 0, 0, 0, 0, 1, 'x'});
                    call.hangUp(false);
                }));
    }

    private static Arguments end(String name, FrameTalk.Answering begin, FrameTalk.Answering end) {
        return Arguments.of(name, begin, end);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endsInMidBody")
    void aBodyThatBreaksOffNeverSeemsWhole(String name, FrameTalk.Answering begin, FrameTalk.Answering end)
            throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Upstream upstream = Upstream.plain(FrameTalk.with(call -> {
                    begin.to(call);
                    seen.await();
                    end.to(call);
                }));
                HttpGateway gateway = gateway(upstream);
                FrameClient client = FrameClient.clear(gateway.port())) {
            FrameClient.Exchange exchange = client.get("/");
            assertEquals(200, exchange.status());
            assertEquals("half", exchange.read(4));
            seen.countDown();

            assertTrue(exchange.isBroken(), "a clean end");

            Answer answer = Answer.toGet(gateway);
            assertFalse(!answer.text().isEmpty() && answer.status() == 200 && answer.isWhole(), answer.text());
            gateway.log(2);
            gateway.awaitNothingLeft();
        }
    }

    static Stream<Arguments> openings() {
        return Stream.of(
                Arguments.of("garbage", "this is not http\r\n\r\n".repeat(10)),
                Arguments.of("HTTP/1.1", "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("zeroes", "\0".repeat(1000)),
                Arguments.of("a setting out of range", "\0\0\6\4\0\0\0\0\0\0\4\u00ff\u00ff\u00ff\u00ff"),
                Arguments.of("settings of a wrong length", "\0\0\5\4\0\0\0\0\0\0\4\0\0\0"),
                Arguments.of("settings of a stream", "\0\0\0\4\0\0\0\0\1"),
                Arguments.of("a frame too large", "\u00ff\u00ff\u00ff\4\0\0\0\0\0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("openings")
    void anOpeningThatIsNoneIsAFailedConnection(String name, String bytes) throws Exception {
        try (Upstream upstream = Upstream.plain(connection -> {
                    connection.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                });
                HttpGateway gateway =
                        HttpGateway.start(upstream.port(), "HTTP2", ", connectionPool: {tcp: {connectTimeout: 1s}}")) {
            Answer answer = Answer.toGet(gateway);

            assertTrue(answer.status() == 503 || answer.status() == 502, answer.text());
            assertTrue(answer.isWhole());
            gateway.log(1);
            gateway.awaitNothingLeft();
            HttpGateway.await(() -> gateway.meter("gatehouse_cluster_connections") == 0);
        }
    }

    @Test
    void anUpstreamThatEndsInItsOpeningIsUnavailable() throws Exception {
        for (boolean reset : new boolean[] {true, false}) {
            try (Upstream upstream = Upstream.plain(connection -> connection.setSoLinger(reset, 0));
                    HttpGateway gateway = gateway(upstream)) {
                Answer answer = Answer.toGet(gateway);

                assertEquals(503, answer.status(), answer.text());
                gateway.awaitNothingLeft();
            }
        }
    }

    @Test
    void anUpstreamWithoutSettingsIsGivenUpWhenTheConnectTimeoutEnds() throws Exception {
        try (Upstream upstream = Upstream.plain(
                        connection -> connection.getInputStream().transferTo(OutputStream.nullOutputStream()));
                HttpGateway gateway = HttpGateway.start(
                        upstream.port(), "HTTP2", ", connectionPool: {tcp: {connectTimeout: 200ms}}")) {
            Answer answer = Answer.toGet(gateway);

            assertEquals(503, answer.status(), answer.text());
            gateway.awaitNothingLeft();
            HttpGateway.await(() -> gateway.meter("gatehouse_cluster_connections") == 0);
        }
    }

    static Stream<Arguments> brokenAnswers() {
        byte[] ok = Hpack.encode(List.of(new Header(":status", "200")));
        return Stream.of(
                Arguments.of("no status", heads("x-a", "b")),
                Arguments.of("a status that is no number", heads(":status", "2x0")),
                Arguments.of("a status twice", heads(":status", "200", ":status", "204")),
                Arguments.of("a request's field", heads(":status", "200", ":path", "/")),
                Arguments.of("an upper-case field", heads(":status", "200", "X-A", "b")),
                Arguments.of("a field of HTTP/1", heads(":status", "200", "transfer-encoding", "chunked")),
                Arguments.of("a line end in a value", heads(":status", "200", "x-a", "b\r\nset-cookie: c=d")),
                Arguments.of("an upgrade nobody asked for", heads(":status", "101")),
                Arguments.of(
                        "fields that cannot be decoded",
                        frames(new Frame(Frame.HEADERS, Frame.END_HEADERS, 1, new byte[] {-1, -1, -1, -1, -1, -1}))),
                Arguments.of(
                        "a promise", frames(new Frame(5, Frame.END_HEADERS, 1, concat(new byte[] {0, 0, 0, 2}, ok)))),
                Arguments.of("a window too wide", frames(window(1, 0x7fffffff), window(1, 0x7fffffff))),
                Arguments.of("a connection's window too wide", frames(window(0, 0x7fffffff), window(0, 0x7fffffff))),
                Arguments.of("data of no stream", frames(new Frame(Frame.DATA, 0, 0, new byte[2]))),
                Arguments.of("a head of a stream nobody opened", frames(new Frame(Frame.HEADERS, 5, 99, ok))),
                Arguments.of("a continuation of nothing", frames(new Frame(Frame.CONTINUATION, 4, 1, ok))),
                Arguments.of(
                        "a head interrupted",
                        frames(new Frame(Frame.HEADERS, 0, 1, ok), new Frame(Frame.PING, 0, 0, new byte[8]))),
                Arguments.of("a frame too large", frames(new Frame(Frame.DATA, 0, 1, new byte[1 << 20]))));
    }

    private static FrameTalk.Answering frames(Frame... all) {
        return FrameTalk.frames(all);
    }

    private static Frame window(int stream, int more) {
        return new Frame(Frame.WINDOW_UPDATE, 0, stream, FrameTalk.number(more));
    }

    private static byte[] concat(byte[] one, byte[] two) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(two);
        return all.toByteArray();
    }

    private static FrameTalk.Answering heads(String... fields) {
        List<Header> all = Stream.iterate(0, i -> i < fields.length, i -> i + 2)
                .map(i -> new Header(fields[i], fields[i + 1]))
                .toList();
        return call -> {
            call.frames().headers(call.stream(), all, false);
            call.data("ok", true);
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenAnswers")
    void anAnswerThatIsNoHttp2IsABadGateway(String name, FrameTalk.Answering answering) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (Upstream upstream = Upstream.plain(FrameTalk.with(call -> {
                    asked.incrementAndGet();
                    answering.to(call);
                }));
                HttpGateway gateway = gateway(upstream)) {
            Answer answer = Answer.toGet(gateway);

            assertEquals(502, answer.status(), answer.text());
            assertTrue(answer.isWhole());
            assertTrue(gateway.log(1).contains("\"response_flags\":\"UPE\""), gateway.log(1));
            assertEquals(1, asked.get(), "it is not asked again");
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void endlessContinuationsAreReadNoFurtherThanTheLimit() throws Exception {
        byte[] fields = Hpack.encode(List.of(new Header("x-endless", "0".repeat(1000))));
        AtomicLong sent = new AtomicLong();
        CountDownLatch stopped = new CountDownLatch(1);
        try (Upstream upstream = Upstream.plain(FrameTalk.with(call -> {
                    call.frames().write(new Frame(Frame.HEADERS, 0, call.stream(), fields));
                    try {
                        while (sent.addAndGet(fields.length) < 256L << 20) {
                            call.frames().write(new Frame(Frame.CONTINUATION, 0, call.stream(), fields));
                        }
                    } finally {
                        stopped.countDown();
                    }
                }));
                HttpGateway gateway = gateway(upstream)) {
            Answer answer = Answer.toGet(gateway);

            assertEquals(502, answer.status(), answer.text());
            assertTrue(stopped.await(30, TimeUnit.SECONDS));
            assertTrue(sent.get() < 256L << 20, "read to the end");
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void interimAnswersWithoutEndAreABadGateway() throws Exception {
        byte[] interim = Hpack.encode(List.of(new Header(":status", "103"), new Header("link", "</x>")));
        try (Upstream upstream = Upstream.plain(FrameTalk.with(call -> {
                    for (int i = 0; i < 10_000; i++) {
                        call.frames().write(new Frame(Frame.HEADERS, 4, call.stream(), interim));
                    }
                }));
                HttpGateway gateway = gateway(upstream)) {
            assertEquals(502, Answer.toGet(gateway).last().status());
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aSmallBlockOfManyFieldsIsNotUnpackedFurtherThanTheLimit() throws Exception {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x88);
        block.writeBytes(new byte[] {0x40, 1, 'a', 127, (byte) 0xA1, 0x1E});
        block.writeBytes("x".repeat(4000).getBytes(StandardCharsets.US_ASCII));
        byte[] references = new byte[12_000];
        Arrays.fill(references, (byte) 0xBE);
        block.writeBytes(references);
        try (Upstream upstream = Upstream.plain(FrameTalk.with(
                        call -> call.frames().write(new Frame(Frame.HEADERS, 5, call.stream(), block.toByteArray()))));
                HttpGateway gateway = gateway(upstream)) {
            assertEquals(502, Answer.toGet(gateway).status());
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aPostThatAGoAwayLeavesOutIsSentAgainWhole() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (Upstream upstream = Upstream.plain(socket -> {
                    boolean leaves = connections.incrementAndGet() == 1;
                    FrameTalk.with(call -> {
                                if (leaves) {
                                    call.goAway(0);
                                } else {
                                    call.ok();
                                }
                            })
                            .with(socket);
                });
                HttpGateway gateway = gateway(upstream)) {
            Answer answer = Answer.to(gateway, POST);

            assertEquals(200, answer.status(), answer.text());
            assertEquals(2, connections.get());
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aPostOnAConnectionThatHasJustClosedIsNeverSentTwice() throws Exception {
        AtomicInteger posts = new AtomicInteger();
        try (Upstream upstream = Upstream.plain(FrameTalk.with(call -> {
                    if (call.stream() == 1) {
                        call.ok();
                    } else {
                        posts.incrementAndGet();
                        call.hangUp(false);
                    }
                }));
                HttpGateway gateway = gateway(upstream)) {
            // One connection of the client, so that both requests come to the same of the upstream's.
            try (FrameClient client = FrameClient.clear(gateway.port())) {
                assertEquals(200, client.get("/").status());
                gateway.awaitNothingLeft();

                FrameClient.Exchange post = client.open(false, "POST", "/");
                post.out().write("hi".getBytes(StandardCharsets.US_ASCII));
                post.out().close();

                assertEquals(503, post.status());
            }
            assertEquals(1, posts.get());
            assertEquals(1, upstream.connections());
            assertTrue(gateway.log(2).contains("\"response_flags\":\"UC\""), gateway.log(2));
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void oneStreamsResetLeavesTheOthersOfItsConnection() throws Exception {
        CountDownLatch reset = new CountDownLatch(1);
        FrameTalk.Call[] first = new FrameTalk.Call[1];
        try (Upstream upstream = Upstream.plain(FrameTalk.with(call -> {
                    if (first[0] == null) {
                        first[0] = call;
                    } else {
                        call.reset(CANCEL);
                        reset.countDown();
                        first[0].ok();
                    }
                }));
                HttpGateway gateway = gateway(upstream);
                FrameClient client = FrameClient.clear(gateway.port())) {
            FrameClient.Exchange one = client.get("/");
            HttpGateway.await(() -> first[0] != null);
            FrameClient.Exchange two = client.get("/");

            assertEquals(503, two.status());
            assertEquals(200, one.status());
            assertEquals("ok", one.read(2));
            assertEquals(1, upstream.connections());
            gateway.awaitNothingLeft();
        }
    }

    @Test
    void aConnectionThatBreaksEndsAllItsStreams() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (Upstream upstream = Upstream.plain(FrameTalk.with(call -> {
                    if (call.stream() == 1) {
                        call.ok();
                    } else if (asked.incrementAndGet() == 50) {
                        call.hangUp(true);
                    }
                }));
                HttpGateway gateway = gateway(upstream);
                FrameClient client = FrameClient.clear(gateway.port())) {
            assertEquals(200, client.get("/").status());
            List<FrameClient.Exchange> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(client.get("/"));
            }
            for (FrameClient.Exchange each : all) {
                assertEquals(503, each.status());
            }
            assertEquals(50, asked.get());
            gateway.awaitNothingLeft();
            HttpGateway.await(() -> gateway.meter("gatehouse_cluster_connections") == 0);
        }
    }

    @Test
    void aWindowThatStaysShutEndsWithTheRoutesTimeout() throws Exception {
        try (Upstream upstream = Upstream.plain(shut());
                HttpGateway gateway = HttpGateway.routing(upstream.port(), "HTTP2", "", "timeout: 300ms")) {
            Answer answer = Answer.to(gateway, POST);

            assertEquals(504, answer.status(), answer.text());
            gateway.awaitNothingLeft();
        }
    }

    /** Lets no byte of a body through. */
    private static Upstream.Talk shut() {
        return socket -> {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.skipNBytes(24);
            new Frame(Frame.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 0}).writeTo(socket.getOutputStream());
            for (Frame frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
                if (frame.type() == Frame.SETTINGS && !frame.has(Frame.ACK)) {
                    new Frame(Frame.SETTINGS, Frame.ACK, 0, new byte[0]).writeTo(socket.getOutputStream());
                }
            }
        };
    }

    @Test
    void aClientThatLeavesResetsTheUpstreamsStream() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        try (Upstream upstream = Upstream.plain(FrameTalk.with(call -> {
                    asked.countDown();
                    Frame frame = call.frames().read();
                    while (frame != null && frame.type() != Frame.RST_STREAM) {
                        frame = call.frames().read();
                    }
                    left.countDown();
                }));
                HttpGateway gateway = gateway(upstream)) {
            try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
                socket.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertTrue(asked.await(30, TimeUnit.SECONDS));
            }

            assertTrue(left.await(30, TimeUnit.SECONDS));
            assertTrue(gateway.log(1).contains("\"response_flags\":\"DC\""), gateway.log(1));
            gateway.awaitNothingLeft();
            assertEquals(1, gateway.meter("gatehouse_cluster_connections"), "the connection serves others");
        }
    }
}
