package io.gatehouse.filter;

import static io.gatehouse.filter.FakeRequest.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.route.RouteAction;
import io.gatehouse.route.RoutePolicy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectResponseFilterTest {
    @ParameterizedTest
    @CsvSource({"GET, 418, teapot, teapot, text/plain", "HEAD, 418, teapot, '', text/plain", "GET, 503, '', '', "})
    void theBodyIsSentAsPlainText(String method, int status, String body, String expectedBody, String expectedType) {
        RouteAction action = new RouteAction.DirectResponse(status, body.getBytes(StandardCharsets.UTF_8));
        FakeExchange exchange = FakeExchange.routed(request(method, "http://app/"), action, RoutePolicy.DEFAULT)
                .run(new DirectResponseFilter());
        assertEquals(status, exchange.status());
        assertEquals(expectedBody, exchange.answeredBody());
        assertEquals(expectedType == null ? Map.of() : Map.of("content-type", expectedType), exchange.answered());
    }

    @ParameterizedTest
    @CsvSource({"201, true", "200, false", "302, true", "404, false"})
    void createdAndRedirectionsNameTheRequestsOwnUri(int status, boolean located) {
        FakeExchange exchange = FakeExchange.routed(
                        request("GET", "http://app:8080/a?b"),
                        new RouteAction.DirectResponse(status, new byte[0]),
                        RoutePolicy.DEFAULT)
                .run(new DirectResponseFilter());
        assertEquals(located ? Map.of("location", "http://app:8080/a?b") : Map.of(), exchange.answered());
    }

    @Test
    void otherRoutesGoOn() {
        assertTrue(FakeExchange.routed(request("GET", "http://app/"), FakeExchange.forward(), RoutePolicy.DEFAULT)
                .run(new RedirectFilter(), new DirectResponseFilter())
                .reachedProxy());
    }
}
