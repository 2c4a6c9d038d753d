package io.gatehouse.filter;

import static io.gatehouse.filter.FakeRequest.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.route.RouteAction;
import io.gatehouse.route.RoutePolicy;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectFilterTest {
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void theAnswerIsALocationWithoutABody(int status) {
        RouteAction action = new RouteAction.Redirect("/n", null, null, null, 0, false, status);
        FakeExchange exchange = FakeExchange.routed(request("GET", "http://app/a?q=1"), action, RoutePolicy.DEFAULT)
                .run(new RedirectFilter());
        assertEquals(status, exchange.status());
        assertEquals("", exchange.answeredBody());
        assertEquals(Map.of("location", "http://app/n?q=1"), exchange.answered());
    }
}
