package io.gatehouse.tests.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.ErrorCode;
import org.junit.jupiter.api.Test;

/** The HTTP/2 contract on the Jetty core adapter. */
class CoreHttp2Test extends WebSocketOverHttp2Contract {
    @Override
    protected AdapterUnderTest.Starter starter() {
        return JettyAdapter::core;
    }

    @Test
    void answerBeforeTheEndOfTheRequestIsNoErrorOfItsStream() throws Exception {
        upstream.script(exchange -> exchange.answer("HTTP/1.1 413 Content Too Large\r\nContent-Length: 4\r\n\r\nstop"));
        try (Http2Caller caller = caller()) {
            caller.open(Http2Caller.request("POST", "/", HttpFields.EMPTY), false);
            caller.data("some", false);
            assertEquals("stop", caller.body());
            assertEquals(ErrorCode.NO_ERROR.code, caller.resetCode());
        }
    }

    @Test
    void restOfARequestIsHeardOutUpToALimit() throws Exception {
        upstream.script(exchange -> exchange.answer("HTTP/1.1 413 Content Too Large\r\nContent-Length: 4\r\n\r\nstop"));
        HttpFields long1M = HttpFields.build().put(HttpHeader.CONTENT_LENGTH, 1 << 20);
        try (Http2Caller caller = caller()) {
            caller.open(Http2Caller.request("POST", "/", long1M), false);
            caller.data("x", false);
            assertEquals("stop", caller.body());
            // All but the last of what was announced; the gateway hears out a quarter of it
            for (int i = 0; i < 63; i++) {
                caller.dataPerhaps("x".repeat(16 * 1024));
            }
            assertEquals(ErrorCode.NO_ERROR.code, caller.resetCode());
        }
    }
}
