package io.gatehouse.tests.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The contract on the Jetty core adapter, and what only a port of our own can do. */
class CoreExchangeTest extends InterimContract {
    @Override
    protected AdapterUnderTest.Starter starter() {
        return JettyAdapter::core;
    }

    @Test
    void clientThatLeavesBeforeTheAnswerEndsTheUpstreamsRequest() throws Exception {
        assertUpstreamIsLeftAfter("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @Test
    void clientThatLeavesAfterItsBodyEndsTheUpstreamsRequest() throws Exception {
        assertUpstreamIsLeftAfter("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        assertUpstreamIsLeftAfter("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    }

    private void assertUpstreamIsLeftAfter(String request) throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        upstream.script(exchange -> {
            exchange.in().readAllBytes();
            left.countDown();
        });
        RawClient client = client();
        client.send(request);
        upstream.nextHead();
        client.close();
        assertTrue(left.await(10, TimeUnit.SECONDS), "the upstream works for nobody");
    }

    @Test
    void requestsSentAheadAreAnsweredInTurn() throws Exception {
        CountDownLatch allSent = new CountDownLatch(1);
        upstream.script(exchange -> {
            allSent.await(10, TimeUnit.SECONDS);
            String path = exchange.head().substring(4, 6);
            exchange.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + path);
        });
        try (RawClient client = client()) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
            upstream.nextHead();
            // Longer than what is read ahead, so that some of it stays in the socket.
            String field = "X-Long: " + "x".repeat(6000) + "\r\n";
            client.send("GET /2 HTTP/1.1\r\nHost: a\r\n" + field + "\r\nGET /3 HTTP/1.1\r\nHost: a\r\n");
            client.send(field + "\r\n");
            allSent.countDown();
            for (String path : new String[] {"/1", "/2", "/3"}) {
                assertTrue(client.head().startsWith("http/1.1 200"));
                assertEquals(path, client.bytes(2));
            }
        }
    }
}
