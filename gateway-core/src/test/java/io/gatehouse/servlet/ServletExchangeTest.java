package io.gatehouse.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.telemetry.ResponseReason;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.client.AsyncRequestContent;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServletExchangeTest {
    private static ServletContainer serving(ExchangeChain engine) throws Exception {
        return new ServletContainer(List.of(), engine);
    }

    @Test
    void pathArrivesRawAndNormalisedOnce() throws Exception {
        try (var container =
                serving(exchange -> Answers.text(exchange, exchange.view().path()))) {
            assertTrue(container.get("/a%20b/./x/../c//d%2Fe;p=1?q=1").endsWith("\r\n\r\n/a%20b/c//d%2Fe;p=1"));
        }
    }

    @Test
    void queryAndHostArriveAsSent() throws Exception {
        ExchangeChain engine = exchange -> Answers.text(
                exchange, exchange.view().authority() + "?" + exchange.view().query());
        try (var container = serving(engine)) {
            String answer = container.exchange(
                    "GET /?a=%41&b=+ HTTP/1.1\r\nHost: Shop.example.com:8080\r\nConnection: close\r\n\r\n");
            assertTrue(answer.endsWith("Shop.example.com:8080?a=%41&b=+"), answer);
        }
    }

    @Test
    void authorityOfHttp2IsTheHost() throws Exception {
        try (var container =
                serving(exchange -> Answers.text(exchange, exchange.view().authority()))) {
            ContentResponse answer = container.http2().GET(container.uri("/"));
            assertEquals("127.0.0.1:" + container.port(), answer.getContentAsString());
        }
    }

    @Test
    void chunkedBodyStreamsBothWays() throws Exception {
        try (var container = serving(Answers.echo())) {
            String answer = container.exchange("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                    + "Connection: close\r\n\r\n4\r\nfour\r\n0\r\n\r\n");
            assertTrue(answer.contains("x-length: -1"), answer);
            assertTrue(answer.contains("\r\n\r\n4\r\nfour\r\n0\r\n\r\n"), answer);
        }
    }

    @Test
    void largeBodyPassesWhole() throws Exception {
        byte[] body = new byte[1_500_000];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31 >> 3);
        }
        try (var container = serving(Answers.echo())) {
            ContentResponse answer = container
                    .http2()
                    .newRequest(container.uri("/"))
                    .method(HttpMethod.POST)
                    .body(new BytesRequestContent(body))
                    .send();
            assertEquals(body.length, answer.getContent().length);
            assertTrue(java.util.Arrays.equals(body, answer.getContent()));
        }
    }

    @Test
    void http2RequestWithoutBodyHasNoLength() throws Exception {
        try (var container = serving(Answers.echo())) {
            ContentResponse answer = container.http2().GET(container.uri("/"));
            assertEquals("0", answer.getHeaders().get("x-length"));
        }
    }

    @Test
    void http2BodyWithoutLengthArrives() throws Exception {
        try (var container = serving(Answers.echo())) {
            AsyncRequestContent content = new AsyncRequestContent();
            CompletableFuture<ContentResponse> answer = new CompletableFuture<>();
            var request = container
                    .http2()
                    .newRequest(container.uri("/"))
                    .method(HttpMethod.POST)
                    .body(content);
            var sent = new org.eclipse.jetty.client.CompletableResponseListener(request).send();
            content.write(Answers.bytes("one "), Callback.NOOP);
            content.flush();
            content.write(Answers.bytes("two"), Callback.NOOP);
            content.close();
            sent.whenComplete((response, failure) -> answer.complete(response));
            assertEquals("one two", answer.get(10, TimeUnit.SECONDS).getContentAsString());
            assertEquals("-1", answer.get().getHeaders().get("x-length"));
        }
    }

    @Test
    void trailersPassBothWays() throws Exception {
        try (var container = serving(Answers.echo())) {
            ContentResponse answer = container
                    .http2()
                    .newRequest(container.uri("/"))
                    .method(HttpMethod.POST)
                    .body(new BytesRequestContent("x".getBytes(StandardCharsets.UTF_8)))
                    .trailersSupplier(() -> HttpFields.from(new org.eclipse.jetty.http.HttpField("x-t", "1")))
                    .send();
            HttpFields trailers = answer.getTrailers();
            assertNotNull(trailers);
            assertEquals("1", trailers.get("x-t"));
        }
    }

    @Test
    void eventStreamIsNotHeldBack() throws Exception {
        AtomicReference<ClientExchange> open = new AtomicReference<>();
        CompletableFuture<Void> first = new CompletableFuture<>();
        ExchangeChain engine = exchange -> {
            open.set(exchange);
            exchange.respond(Answers.head(200));
            exchange.write(false, Answers.bytes("data: 1\n\n"), Callback.from(() -> first.complete(null)));
        };
        try (var container = serving(engine);
                Socket socket = container.connect()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            readUntil(socket.getInputStream(), "data: 1\n\n");
            first.get(10, TimeUnit.SECONDS);
            open.get().write(true, Answers.bytes("data: 2\n\n"), Callback.NOOP);
            readUntil(socket.getInputStream(), "data: 2\n\n\r\n0\r\n\r\n");
        }
    }

    @Test
    void headOfTheGatewayReplacesTheContainers() throws Exception {
        try (var container = serving(exchange ->
                exchange.reply(503, ResponseReason.NO_HEALTHY_UPSTREAM, HttpFields.EMPTY, new byte[] {'n', 'o'}))) {
            String answer = container.get("/");
            assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
            assertTrue(answer.toLowerCase(java.util.Locale.ROOT).contains("\r\nserver: envoy\r\n"), answer);
            assertFalse(answer.contains("Jetty"), answer);
            assertEquals(answer.toLowerCase(java.util.Locale.ROOT).split("\r\ndate: ").length, 2, answer);
            assertTrue(answer.endsWith("\r\n\r\nno"), answer);
        }
    }

    @Test
    void answerToHeadKeepsItsLength() throws Exception {
        ExchangeChain engine = exchange -> {
            var head = Answers.head(200);
            head.fields().put("content-length", "1234");
            exchange.respond(head);
            exchange.write(true, Answers.bytes(""), Callback.NOOP);
        };
        try (var container = serving(engine)) {
            String answer = container.exchange("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertTrue(answer.toLowerCase(java.util.Locale.ROOT).contains("content-length: 1234"), answer);
        }
    }

    @Test
    void answerOfKnownLengthEndsWithAnEmptyWrite() throws Exception {
        for (int size : new int[] {1, 4338, 40_000, 1_000_000}) {
            ExchangeChain engine = exchange -> {
                var head = Answers.head(200);
                head.fields().put("content-length", Integer.toString(size));
                exchange.respond(head);
                Runnable end = () -> exchange.write(true, Answers.bytes(""), Callback.NOOP);
                exchange.write(false, Answers.bytes("x".repeat(size)), Callback.from(end));
            };
            try (var container = serving(exchange -> CompletableFuture.runAsync(() -> engine.proceed(exchange)))) {
                assertEquals(size, container.http2().GET(container.uri("/")).getContent().length);
                assertTrue(container.get("/").endsWith("x".repeat(size)));
            }
        }
    }

    @Test
    void brokenAnswerHasNoCleanEnd() throws Exception {
        ExchangeChain engine = exchange -> {
            exchange.respond(Answers.head(200));
            exchange.write(
                    false,
                    Answers.bytes("half"),
                    Callback.from(() -> exchange.abort(new IOException("upstream reset"))));
        };
        try (var container = serving(engine)) {
            String answer;
            try {
                answer = container.get("/");
            } catch (IOException reset) {
                answer = "";
            }
            assertFalse(answer.endsWith("0\r\n\r\n"), answer);
        }
    }

    @Test
    void continueIsSentWhenTheBodyIsAskedFor() throws Exception {
        try (var container = serving(Answers.echo());
                Socket socket = container.connect()) {
            socket.getOutputStream()
                    .write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            readUntil(socket.getInputStream(), "HTTP/1.1 100 Continue\r\n\r\n");
            socket.getOutputStream().write(new byte[] {'o', 'k'});
            readUntil(socket.getInputStream(), "ok\r\n0\r\n\r\n");
        }
    }

    @Test
    void replyToAnUnreadBodyNeedsNoContinue() throws Exception {
        ExchangeChain engine =
                exchange -> exchange.reply(404, ResponseReason.ROUTE_NOT_FOUND, HttpFields.EMPTY, new byte[0]);
        try (var container = serving(engine)) {
            String answer = container.exchange(
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
        }
    }

    @Test
    void clientThatGoesAwayEndsTheExchange() throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        ExchangeChain engine = exchange -> {
            exchange.onComplete(cause -> end.complete(cause));
            Answers.echo().proceed(exchange);
        };
        try (var container = serving(engine)) {
            try (Socket socket = container.connect()) {
                socket.getOutputStream()
                        .write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf"
                                .getBytes(StandardCharsets.UTF_8));
                readUntil(socket.getInputStream(), "half");
            }
            assertNotNull(end.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void upgradeThatJettyCannotCarryIsIgnored() throws Exception {
        ExchangeChain engine = exchange -> Answers.text(exchange, "protocol " + exchange.upgradeProtocol());
        try (var container = serving(engine);
                Socket socket = container.connect()) {
            socket.getOutputStream()
                    .write("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            assertTrue(readUntil(socket.getInputStream(), "protocol null").startsWith("HTTP/1.1 200 "));
        }
    }

    static String readUntil(InputStream in, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("ended after: " + text);
            }
            text.append((char) b);
        }
        return text.toString();
    }
}
