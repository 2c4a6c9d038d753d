package io.gatehouse.tests.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.route.RoutePolicy;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every adapter owes to HTTP/2 clients, where Jetty's own proxies fall short. */
abstract class Http2Contract {
    protected final ScriptedUpstream upstream = ExchangeContract.scripted();
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

    protected Http2Caller caller() throws Exception {
        return new Http2Caller(gateway.port());
    }

    @Test
    void bodyWithoutLengthArrivesWhole() throws Exception {
        upstream.script(exchange -> {
            String body = exchange.chunkedBody();
            exchange.answer("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        });
        try (Http2Caller caller = caller()) {
            caller.open(Http2Caller.request("POST", "/", HttpFields.EMPTY), false);
            caller.data("one,", false).data("two", true);
            assertEquals("one,two", caller.body());
            String head = upstream.nextHead().toLowerCase(java.util.Locale.ROOT);
            assertTrue(head.contains("transfer-encoding: chunked"), head);
        }
    }

    @Test
    void fieldOfHttp1ConnectionsEndsTheStream() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            client.head(
                    true,
                    ":method",
                    "GET",
                    ":scheme",
                    "http",
                    ":path",
                    "/",
                    ":authority",
                    "shop",
                    "keep-alive",
                    "timeout=5");
            String outcome = client.outcome();
            assertTrue(outcome.startsWith("RST_STREAM"), outcome);
        }
        assertTrue(upstream.sawNoMore());
    }

    @Test
    void requestWithoutBodyStaysWithoutBody() throws Exception {
        try (Http2Caller caller = caller()) {
            caller.open(Http2Caller.request("GET", "/", HttpFields.EMPTY), true).body();
            String head = upstream.nextHead().toLowerCase(java.util.Locale.ROOT);
            assertFalse(head.contains("transfer-encoding"), head);
            assertFalse(head.contains("content-length"), head);
        }
    }

    @Test
    void hostIsKept() throws Exception {
        try (Http2Caller caller = caller()) {
            caller.open(Http2Caller.request("GET", "/", HttpFields.EMPTY), true).body();
            assertTrue(upstream.nextHead().contains("host: shop.example.com\r\n"));
        }
    }

    @Test
    void brokenUpstreamBodyResetsTheStream() throws Exception {
        upstream.script(exchange -> {
            exchange.answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf!");
            throw new IOException("close");
        });
        try (Http2Caller caller = caller()) {
            caller.open(Http2Caller.request("GET", "/", HttpFields.EMPTY), true);
            assertEquals(200, caller.head().getStatus());
            assertTrue(caller.wasReset());
        }
    }

    @Test
    void clientThatResetsItsStreamEndsTheUpstreamsRequest() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        upstream.script(exchange -> {
            if (exchange.in().read() < 0) {
                gone.countDown();
            }
        });
        try (Http2Caller caller = caller()) {
            caller.open(Http2Caller.request("GET", "/", HttpFields.EMPTY), true);
            upstream.nextHead();
            caller.cancel();
            assertTrue(gone.await(10, TimeUnit.SECONDS), "the upstream still works for nobody");
        }
    }

    @Test
    void trailersPassBothWaysToAnHttp2Upstream() throws Exception {
        CompletableFuture<HttpFields> seen = new CompletableFuture<>();
        try (Http2Upstream http2 = new Http2Upstream(new TrailersHandler(seen));
                Http2Caller caller = caller()) {
            parts.routeTo(http2.port(), Protocol.HTTP2, RoutePolicy.DEFAULT);
            HttpFields fields =
                    HttpFields.build().put("content-type", "application/grpc").put("te", "trailers");
            caller.open(Http2Caller.request("POST", "/pkg.Svc/Do", fields), false)
                    .data("hello", false);
            caller.sendTrailers(HttpFields.build().put("x-sent", "1"));
            assertEquals("hello", caller.body());
            assertEquals("0", caller.trailers().get("grpc-status"));
            assertEquals("1", seen.get(10, TimeUnit.SECONDS).get("x-sent"));
        }
    }

    /** Echoes, and answers with trailers; tells the request's. */
    private static final class TrailersHandler extends Handler.Abstract.NonBlocking {
        private final CompletableFuture<HttpFields> seen;

        TrailersHandler(CompletableFuture<HttpFields> seen) {
            this.seen = seen;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.getHeaders().put("x-authority", request.getHttpURI().getAuthority());
            response.setTrailersSupplier(() -> HttpFields.build().put("grpc-status", "0"));
            Content.copy(
                    request,
                    response,
                    Callback.from(
                            () -> {
                                HttpFields trailers = request.getTrailers();
                                seen.complete(trailers == null ? HttpFields.EMPTY : trailers);
                                callback.succeeded();
                            },
                            callback::failed));
            return true;
        }
    }

    @Test
    void messagesPassBothWaysWhileTheStreamIsOpen() throws Exception {
        try (Http2Upstream http2 = new Http2Upstream(new TrailersHandler(new CompletableFuture<>()));
                Http2Caller caller = caller()) {
            parts.routeTo(http2.port(), Protocol.HTTP2, RoutePolicy.DEFAULT);
            caller.open(Http2Caller.request("POST", "/pkg.Svc/Talk", HttpFields.EMPTY), false);
            caller.data("one", false);
            assertEquals("one", caller.await(3));
            caller.data("two", false);
            assertEquals("onetwo", caller.await(6));
            assertEquals("shop.example.com", caller.head().getHttpFields().get("x-authority"));
            assertEquals("onetwo!", caller.data("!", true).body());
        }
    }
}
