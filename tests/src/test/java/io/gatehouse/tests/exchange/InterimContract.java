package io.gatehouse.tests.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Answers before the answer: a Servlet container sends 100 by itself, and has no way to send most others. */
abstract class InterimContract extends ExchangeContract {
    @Test
    void earlyHintsReachTheClient() throws Exception {
        upstream.script(exchange -> {
            exchange.answer("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
            exchange.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        try (RawClient client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            String hints = client.head();
            assertTrue(hints.startsWith("http/1.1 103"), hints);
            assertTrue(hints.contains("link: </a.css>"), hints);
            assertTrue(client.head().startsWith("http/1.1 200"));
            assertEquals("ok", client.bytes(2));
        }
    }

    @Test
    void upstreamsRefusalReachesClientThatHoldsItsBodyBack() throws Exception {
        upstream.script(exchange -> exchange.answer("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 2\r\n\r\nno"));
        try (RawClient client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertTrue(client.head().startsWith("http/1.1 417"));
            assertEquals("no", client.bytes(2));
        }
    }
}
