package io.gatehouse.tests.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.route.RetrySpec;
import io.gatehouse.route.RoutePolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every adapter owes to HTTP/1.1 clients, where Jetty's own proxies fall short. */
abstract class ExchangeContract {
    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";

    protected final ScriptedUpstream upstream = scripted();
    protected GatewayParts parts;
    protected AdapterUnderTest gateway;

    /** The adapter. */
    protected abstract AdapterUnderTest.Starter starter();

    @BeforeEach
    void start() throws Exception {
        parts = new GatewayParts();
        parts.routeTo(upstream.port(), Protocol.HTTP1, RoutePolicy.DEFAULT);
        gateway = starter().start(parts.snapshots, parts.chain(), parts);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        parts.close();
        upstream.close();
    }

    protected static ScriptedUpstream scripted() {
        try {
            return new ScriptedUpstream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    protected RawClient client() throws IOException {
        return new RawClient(gateway.port());
    }

    @Test
    void pathArrivesAsItWasSent() throws Exception {
        try (RawClient client = client()) {
            client.send("GET //a%20b//c%2Fd?x=../%2e HTTP/1.1\r\nHost: shop.example.com\r\n\r\n");
            assertTrue(upstream.nextHead().startsWith("GET //a%20b//c%2Fd?x=../%2e HTTP/1.1\r\n"));
        }
    }

    @Test
    void queryArrivesAsItWasSentHoweverItIsEscaped() throws Exception {
        try (RawClient client = client()) {
            client.send("GET /a?%zz&b=% HTTP/1.1\r\nHost: shop.example.com\r\n\r\n");
            assertTrue(upstream.nextHead().startsWith("GET /a?%zz&b=% HTTP/1.1\r\n"));
        }
    }

    @Test
    void clientsClaimsAboutItselfAreReplaced() throws Exception {
        try (RawClient client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: shop.example.com\r\nX-Forwarded-For: 1.2.3.4\r\n"
                    + "X-Forwarded-Proto: https\r\nX-Envoy-Internal: true\r\nUser-Agent: mine\r\n\r\n");
            String head = upstream.nextHead();
            assertTrue(head.contains("x-forwarded-for: 1.2.3.4,127.0.0.1\r\n"), head);
            assertTrue(head.contains("x-forwarded-proto: http\r\n"), head);
            assertFalse(head.contains("x-envoy-internal"), head);
            assertEquals(head.indexOf("user-agent"), head.lastIndexOf("user-agent"), head);
        }
    }

    @Test
    void fieldsThatConnectionListsStayOnTheirConnection() throws Exception {
        upstream.script(exchange -> exchange.answer("HTTP/1.1 200 OK\r\nConnection: X-Hop\r\nX-Hop: 1\r\n"
                + "Keep-Alive: timeout=5\r\nX-End: 1\r\nContent-Length: 0\r\n\r\n"));
        try (RawClient client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: X-Mine\r\nX-Mine: 1\r\n\r\n");
            String seen = upstream.nextHead();
            String answer = client.head();
            assertFalse(seen.contains("x-mine"), seen);
            assertFalse(answer.contains("x-hop"), answer);
            assertFalse(answer.contains("keep-alive"), answer);
            assertTrue(answer.contains("x-end: 1"), answer);
        }
    }

    @Test
    void serverSentEventsArriveOneByOne() throws Exception {
        CountDownLatch firstSeen = new CountDownLatch(1);
        upstream.script(exchange -> {
            exchange.answer("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            exchange.answer("6\r\ndata:1\r\n");
            firstSeen.await(10, TimeUnit.SECONDS);
            exchange.answer("6\r\ndata:2\r\n0\r\n\r\n");
        });
        try (RawClient client = client()) {
            client.send(GET).head();
            assertEquals("6", client.line());
            // Jetty writes the end of a chunk's line with the next chunk.
            assertEquals("data:1", client.bytes(6));
            firstSeen.countDown();
            assertEquals("", client.line());
            assertEquals("6", client.line());
            assertEquals("data:2", client.line());
            assertEquals("0", client.line());
        }
    }

    @Test
    void headArrivesBeforeTheFirstByteOfTheBody() throws Exception {
        CountDownLatch headSeen = new CountDownLatch(1);
        upstream.script(exchange -> {
            exchange.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
            headSeen.await(10, TimeUnit.SECONDS);
            exchange.answer("ok");
        });
        try (RawClient client = client()) {
            assertTrue(client.send(GET).head().startsWith("http/1.1 200"));
            headSeen.countDown();
            assertEquals("ok", client.bytes(2));
        }
    }

    @Test
    void requestBodyIsStreamedWhileTheUpstreamReads() throws Exception {
        CountDownLatch firstRead = new CountDownLatch(1);
        upstream.script(exchange -> {
            assertEquals("5", ScriptedUpstream.line(exchange.in()));
            assertEquals("first", exchange.body(5));
            firstRead.countDown();
            ScriptedUpstream.line(exchange.in());
            String rest = exchange.chunkedBody();
            exchange.answer("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n" + rest);
        });
        try (RawClient client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
            assertTrue(firstRead.await(10, TimeUnit.SECONDS), "held back");
            client.send("6\r\nsecond\r\n0\r\n\r\n").head();
            assertEquals("second", client.bytes(6));
        }
    }

    @Test
    void bodyThatClientHoldsBackIsAskedForThoughUpstreamNeverSays100() throws Exception {
        upstream.script(exchange -> {
            String body = exchange.body(3);
            exchange.answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + body);
        });
        try (RawClient client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertTrue(client.head().startsWith("http/1.1 100"));
            assertTrue(client.send("abc").head().startsWith("http/1.1 200"));
            assertEquals("abc", client.bytes(3));
            assertTrue(upstream.nextHead().contains("expect: 100-continue"));
        }
    }

    @Test
    void bodyBrokenBeforeItsLengthBreaksTheClientsToo() throws Exception {
        upstream.script(exchange -> {
            exchange.answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf!");
            throw new IOException("close");
        });
        try (RawClient client = client()) {
            assertTrue(client.send(GET).head().contains("content-length: 10"));
            assertTrue(receivesLessThan(client, 10));
        }
    }

    @Test
    void brokenChunkedBodyNeverEndsCleanly() throws Exception {
        upstream.script(exchange -> {
            exchange.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf!\r\n");
            throw new IOException("close");
        });
        try (RawClient client = client()) {
            client.send(GET).head();
            String received;
            try {
                received = client.rest();
            } catch (IOException reset) {
                received = "";
            }
            assertFalse(received.contains("0\r\n\r\n"), received);
        }
    }

    private static boolean receivesLessThan(RawClient client, int length) {
        try {
            return client.rest().length() < length;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void webSocketIsTunnelled() throws Exception {
        upstream.script(exchange -> {
            exchange.answer(
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhello");
            String ping = exchange.body(4);
            exchange.answer("echo:" + ping);
            exchange.in().read();
        });
        try (RawClient client = client()) {
            client.send("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            String head = client.head();
            assertTrue(head.startsWith("http/1.1 101"), head);
            assertTrue(head.contains("upgrade: websocket"), head);
            assertEquals("hello", client.bytes(5));
            client.send("ping");
            assertEquals("echo:ping", client.bytes(9));
        }
    }

    @Test
    void refusedUpgradeIsAnOrdinaryAnswer() throws Exception {
        upstream.script(exchange -> exchange.answer("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"));
        try (RawClient client = client()) {
            client.send("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            assertTrue(client.head().startsWith("http/1.1 403"));
            assertEquals("no", client.bytes(2));
        }
    }

    @Test
    void slowClientSlowsTheUpstreamDown() throws Exception {
        AtomicLong written = new AtomicLong();
        byte[] block = new byte[1 << 20];
        CountDownLatch over = new CountDownLatch(1);
        upstream.script(exchange -> {
            exchange.connection().setSendBufferSize(64 * 1024);
            exchange.answer("HTTP/1.1 200 OK\r\nContent-Length: " + 256L * block.length + "\r\n\r\n");
            try {
                for (int i = 0; i < 256; i++) {
                    exchange.out().write(block);
                    written.addAndGet(block.length);
                }
            } finally {
                over.countDown();
            }
        });
        try (RawClient client = client()) {
            client.send(GET).head();
            // The client reads nothing: the upstream must come to a stand long before it has sent all.
            assertFalse(over.await(2, TimeUnit.SECONDS), "sent all");
            assertTrue(written.get() < 64L * block.length, "sent " + written);
        }
    }

    @Test
    void clientThatGoesAwayEndsTheUpstreamsStream() throws Exception {
        CountDownLatch broken = new CountDownLatch(1);
        upstream.script(exchange -> {
            exchange.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            try {
                while (true) {
                    exchange.answer("5\r\nevent\r\n");
                    TimeUnit.MILLISECONDS.sleep(5);
                }
            } catch (IOException closed) {
                broken.countDown();
                throw closed;
            }
        });
        RawClient client = client();
        client.send(GET).head();
        client.reset();
        assertTrue(broken.await(10, TimeUnit.SECONDS), "the upstream goes on");
    }

    @Test
    void retryReplaysTheBody() throws Exception {
        parts.routeTo(upstream.port(), Protocol.HTTP1, retrying());
        AtomicInteger attempt = new AtomicInteger();
        upstream.script(exchange -> {
            String body = exchange.body(7);
            boolean again = attempt.incrementAndGet() < 3;
            String status = again ? "503 Service Unavailable" : "200 OK";
            exchange.answer("HTTP/1.1 " + status + "\r\nContent-Length: 7\r\n\r\n" + body);
        });
        try (RawClient client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\n\r\npayload");
            assertTrue(client.head().startsWith("http/1.1 200"));
            assertEquals("payload", client.bytes(7));
            assertTrue(upstream.nextHead().contains("x-envoy-attempt-count: 1"));
            assertTrue(upstream.nextHead().contains("x-envoy-attempt-count: 2"));
            assertTrue(upstream.nextHead().contains("x-envoy-attempt-count: 3"));
        }
    }

    @Test
    void bodyPastTheLimitIsSentOnce() throws Exception {
        parts.routeTo(upstream.port(), Protocol.HTTP1, retrying());
        int length = 3 << 20;
        upstream.script(exchange -> {
            exchange.body(length);
            exchange.answer("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        });
        try (RawClient client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");
            client.send("x".repeat(length));
            assertTrue(client.head().startsWith("http/1.1 503"));
            assertTrue(upstream.nextHead().contains("x-envoy-attempt-count: 1"));
            assertTrue(upstream.sawNoMore(), "sent again");
        }
    }

    private static RoutePolicy retrying() {
        RetrySpec retry = new RetrySpec(2, null, Set.of("5xx"), Set.of(), Duration.ofMillis(1), true);
        RoutePolicy none = RoutePolicy.DEFAULT;
        return new RoutePolicy(
                null, retry, null, null, none.mirrors(), null, none.requestHeaders(), none.responseHeaders());
    }

    @Test
    void answerBeforeTheEndOfTheRequestArrivesWhole() throws Exception {
        upstream.script(exchange -> {
            exchange.answer("HTTP/1.1 413 Content Too Large\r\nContent-Length: 4\r\n\r\nstop");
            exchange.in().readNBytes(1 << 20);
        });
        try (RawClient client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(1000));
            assertTrue(client.head().startsWith("http/1.1 413"));
            assertEquals("stop", client.bytes(4));
        }
    }

    @Test
    void connectionIsReusedAfterAnAnswer() throws Exception {
        upstream.script(exchange -> exchange.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        try (RawClient client = client()) {
            for (int i = 0; i < 5; i++) {
                assertTrue(client.send(GET).head().startsWith("http/1.1 200"));
                assertEquals("ok", client.bytes(2));
            }
        }
    }
}
