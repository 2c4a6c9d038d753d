package io.gatehouse.tests.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.route.RoutePolicy;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests on whose meaning two servers could differ: refused before any upstream hears of them. */
class HostileRequestTest {
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: shop\r\n\r\n";

    private final ScriptedUpstream upstream = ExchangeContract.scripted();
    private GatewayParts parts;
    private AdapterUnderTest gateway;

    @BeforeEach
    void start() throws Exception {
        parts = new GatewayParts();
        parts.routeTo(upstream.port(), Protocol.HTTP1, RoutePolicy.DEFAULT);
        gateway = JettyAdapter.core(parts.snapshots, parts.chain(), parts);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        parts.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: 5, 5",
                "Content-Length: +5",
                "Content-Length: -5",
                "Content-Length: 0x5",
                "Content-Length: 9223372036854775808",
                "Content-Length: 18446744073709551616",
                "Content-Length : 5",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked, gzip",
                "Transfer-Encoding: identity\r\nContent-Length: 5",
                "Transfer-Encoding:\r\n chunked",
                "X: a\rTransfer-Encoding: chunked",
                "X: a\nTransfer-Encoding: chunked",
                "X: a\u0000b",
                "Host: other"
            })
    void ambiguousHeadIsRefusedAndTheConnectionEnds(String fields) throws Exception {
        assertRefused("POST / HTTP/1.1\r\nHost: shop\r\n" + fields + "\r\n\r\n0\r\n\r\n" + SMUGGLED, "400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, chunked", "identity, chunked", ", chunked"})
    void otherTransferCodingIsNotImplemented(String codings) throws Exception {
        assertRefused(
                "POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: " + codings + "\r\n\r\n0\r\n\r\n" + SMUGGLED,
                "501");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop/x", "me@shop", "shop, other", "a b", "shop\\x", "shop?x", "shop#x", "shop%00"})
    void hostThatReadsInTwoWaysIsRefused(String host) throws Exception {
        assertRefused("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n" + SMUGGLED, "400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://me:secret@other/", "ftp://other/", "http://other\\@shop/"})
    void absoluteTargetThatReadsInTwoWaysIsRefused(String target) throws Exception {
        assertRefused("GET " + target + " HTTP/1.1\r\nHost: shop\r\n\r\n" + SMUGGLED, "400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x\r\n", "5\r\nhelloXX", "5\nhello\r\n", "0x5\r\nhello\r\n", "-5\r\n", "5;a\rb\r\nhello\r\n"})
    void malformedChunkIsTheClientsFault(String chunk) throws Exception {
        upstream.script(exchange -> exchange.chunkedBody());
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n");
            assertTrue(client.line().contains(" 400 "));
        }
    }

    @Test
    void chunkExtensionIsDropped() throws Exception {
        upstream.script(exchange -> {
            assertEquals("hello", exchange.chunkedBody());
            exchange.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n\r\n");
            assertTrue(client.line().contains(" 200 "));
        }
    }

    @Test
    void absoluteTargetReplacesHost() throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET http://other.example.com/a HTTP/1.1\r\nHost: shop\r\n\r\n");
            String head = upstream.nextHead();
            assertTrue(head.startsWith("GET /a HTTP/1.1\r\nhost: other.example.com\r\n"), head);
        }
    }

    @Test
    void connectionCannotStripHostOrTheGatewaysFields() throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET / HTTP/1.1\r\nHost: shop\r\nConnection: Host, X-Forwarded-For, X-Forwarded-Proto\r\n\r\n");
            String head = upstream.nextHead();
            assertTrue(head.contains("host: shop\r\n"), head);
            assertTrue(head.contains("x-forwarded-for: 127.0.0.1\r\n"), head);
            assertTrue(head.contains("x-forwarded-proto: http\r\n"), head);
        }
    }

    @Test
    void twinWithUnderscoresDoesNotSpeakForTheGateway() throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET / HTTP/1.1\r\nHost: shop\r\nX_Forwarded_For: 9.9.9.9\r\nmy_field: 1\r\n\r\n");
            String head = upstream.nextHead();
            assertFalse(head.contains("9.9.9.9"), head);
            assertTrue(head.contains("my_field: 1"), head);
        }
    }

    @Test
    void http2MethodCannotSpillIntoTheRequestLine() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            client.head(true, head("GET /smuggled HTTP/1.1", "/", "shop"));
            assertEquals("HEADERS", client.outcome());
        }
        assertTrue(upstream.sawNoMore());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"connection", "transfer-encoding", "keep-alive", "upgrade", "proxy-connection", "X-Upper", "a b"
            })
    void fieldThatHttp2ForbidsIsAProtocolError(String name) throws Exception {
        assertProtocolError(name, "chunked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb: c", "a\u0000b", " a"})
    void controlsInAnHttp2ValueAreAProtocolError(String value) throws Exception {
        assertProtocolError("x-a", value);
    }

    @ParameterizedTest
    @ValueSource(strings = {":path", ":authority", ":unknown"})
    void strayPseudoFieldIsAProtocolError(String name) throws Exception {
        assertProtocolError(name, "/other");
    }

    @Test
    void announcedBodyThatNeverComesIsAProtocolError() throws Exception {
        assertProtocolError("content-length", "5");
    }

    @Test
    void bodyShorterThanAnnouncedIsAStreamError() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            client.head(
                    false,
                    ":method",
                    "POST",
                    ":scheme",
                    "http",
                    ":path",
                    "/",
                    ":authority",
                    "shop",
                    "content-length",
                    "9");
            assertEquals("RST_STREAM 1", client.data("hello").outcome());
        }
    }

    @Test
    void authorityCountsWhereHostDiffers() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            client.head(true, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "shop", "host", "other");
            String head = upstream.nextHead();
            assertTrue(head.contains("host: shop\r\n"), head);
            assertFalse(head.contains("other"), head);
        }
    }

    @Test
    void stormOfInterimAnswersIsTheUpstreamsFault() throws Exception {
        upstream.script(exchange -> {
            exchange.answer("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(1_000));
            exchange.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET / HTTP/1.1\r\nHost: shop\r\n\r\n");
            String head = client.head();
            while (head.startsWith("http/1.1 103 ")) {
                head = client.head();
            }
            assertTrue(head.startsWith("http/1.1 502 "), head);
        }
    }

    private void assertProtocolError(String name, String value) throws IOException {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            client.head(true, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "shop", name, value);
            assertEquals("RST_STREAM 1", client.outcome());
        }
        assertTrue(upstream.sawNoMore());
    }

    private void assertRefused(String bytes, String status) throws IOException {
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(bytes).head();
            assertTrue(answer.startsWith("http/1.1 " + status + " "), answer);
            assertTrue(answer.contains("connection: close"), answer);
        }
        assertTrue(upstream.sawNoMore());
    }

    private static String[] head(String method, String path, String authority) {
        return new String[] {":method", method, ":scheme", "http", ":path", path, ":authority", authority};
    }
}
