package io.gatehouse.tests.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.junit.jupiter.api.Test;

/** Tunnels of HTTP/2 clients (RFC 8441); the Servlet API has no way to open them. */
abstract class WebSocketOverHttp2Contract extends Http2Contract {
    @Test
    void webSocketOfAnHttp2ClientIsTunnelledToAnHttp1Upstream() throws Exception {
        upstream.script(exchange -> {
            exchange.answer("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            exchange.answer("echo:" + exchange.body(4));
            exchange.in().read();
        });
        try (Http2Caller caller = caller()) {
            HttpFields fields = HttpFields.build().put("sec-websocket-version", "13");
            MetaData.Request connect = new MetaData.ConnectRequest(
                    "http", new HostPortHttpField("shop.example.com"), "/ws", fields, "websocket");
            caller.open(connect, false);
            assertEquals(200, caller.head().getStatus());
            caller.data("ping", false);
            assertEquals("echo:ping", caller.await(9));
            String head = upstream.nextHead();
            assertTrue(head.startsWith("GET /ws HTTP/1.1\r\n"), head);
            assertTrue(head.contains("upgrade: websocket\r\n"), head);
            assertTrue(head.contains("sec-websocket-key: "), head);
        }
    }
}
