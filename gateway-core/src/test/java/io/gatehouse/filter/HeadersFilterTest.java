package io.gatehouse.filter;

import static io.gatehouse.filter.FakeRequest.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.route.HeaderOps;
import io.gatehouse.route.RetrySpec;
import io.gatehouse.route.RewriteSpec;
import io.gatehouse.route.RouteAction;
import io.gatehouse.route.RoutePolicy;
import io.gatehouse.route.WeightedCluster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadersFilterTest {
    @Test
    void requestHeadersAreRemovedSetAndAdded() {
        HeaderOps ops = new HeaderOps(
                List.of(entry("x-set", "s"), entry("user-agent", "replaced")),
                List.of(entry("x-add", "a"), entry("x-exist", "more")),
                List.of("x-rm", "accept"));
        FakeRequest request = request("GET", "http://app/")
                .with("x-rm", "1")
                .with("accept", "*/*")
                .with("user-agent", "curl")
                .with("x-exist", "one");
        assertEquals(
                Map.of("x-set", "s", "user-agent", "replaced", "x-add", "a", "x-exist", "one|more"),
                send(request, HeaderOps.NONE, ops, HeaderOps.NONE, HeaderOps.NONE)
                        .forwarded());
    }

    @Test
    void whatIsRemovedCanBeAddedAgain() {
        HeaderOps ops = new HeaderOps(List.of(), List.of(entry("x-a", "new")), List.of("x-a"));
        assertEquals(
                Map.of("x-a", "new"),
                send(
                                request("GET", "http://app/").with("x-a", "old"),
                                HeaderOps.NONE,
                                ops,
                                HeaderOps.NONE,
                                HeaderOps.NONE)
                        .forwarded());
    }

    @Test
    void responseHeadersAreRemovedSetAndAdded() {
        HeaderOps ops = new HeaderOps(
                List.of(entry("x-k", "new"), entry("server", "custom")),
                List.of(entry("x-backend", "more")),
                List.of("x-gone", "date"));
        FakeExchange exchange = send(request("GET", "http://app/"), HeaderOps.NONE, HeaderOps.NONE, HeaderOps.NONE, ops)
                .answer(200, Map.of("x-k", "old", "x-gone", "1", "x-backend", "a", "set-cookie", "b=2"));
        assertEquals(Map.of("x-k", "new", "x-backend", "a|more", "set-cookie", "b=2"), exchange.answered());
    }

    @Test
    void theRouteComesAfterTheDestination() {
        HeaderOps ofDestination =
                new HeaderOps(List.of(entry("x-both", "dest")), List.of(entry("x-add", "dest")), List.of());
        HeaderOps ofRoute =
                new HeaderOps(List.of(entry("x-both", "route")), List.of(entry("x-add", "route")), List.of());
        FakeExchange exchange = send(request("GET", "http://app/"), ofDestination, ofRoute, ofDestination, ofRoute)
                .answer(200, Map.of());
        assertEquals(Map.of("x-both", "route", "x-add", "dest|route"), exchange.forwarded());
        assertEquals(Map.of("x-both", "route", "x-add", "dest|route"), exchange.answered());
    }

    @Test
    void anEmptyValueIsNotSent() {
        HeaderOps ops =
                new HeaderOps(List.of(entry("x-empty", "")), List.of(entry("x-empty2", "%REQ(x-missing)%")), List.of());
        assertEquals(
                Map.of(),
                send(request("GET", "http://app/"), HeaderOps.NONE, ops, HeaderOps.NONE, HeaderOps.NONE)
                        .forwarded());
    }

    @Test
    void answersOfTheGatewayHaveTheRoutesHeaders() {
        HeaderOps ops = new HeaderOps(
                List.of(entry("content-type", "application/json"), entry("x-code", "%RESPONSE_CODE%")),
                List.of(),
                List.of());
        FakeExchange exchange = FakeExchange.routed(
                        request("GET", "http://app/"),
                        new RouteAction.DirectResponse(202, new byte[] {'{', '}'}),
                        policy(HeaderOps.NONE, ops))
                .run(new HeadersFilter(), new DirectResponseFilter());
        assertEquals(Map.of("content-type", "application/json", "x-code", "202"), exchange.answered());
    }

    @ParameterizedTest
    @CsvSource({
        "%DOWNSTREAM_REMOTE_ADDRESS%,               192.0.2.7:4711",
        "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%,  192.0.2.7",
        "%DOWNSTREAM_REMOTE_PORT%,                  4711",
        "%DOWNSTREAM_DIRECT_REMOTE_ADDRESS%,        192.0.2.7:4711",
        "%DOWNSTREAM_LOCAL_ADDRESS%,                127.0.0.1:8080",
        "%DOWNSTREAM_LOCAL_PORT%,                   8080",
        "100%%,                                     100%",
        "%REQ(:path)%,                              /a?b",
        "%REQ(:METHOD)% %REQ(:authority)%,          GET app.example.com",
        "%REQ(x-in)%,                               value",
        "%REQ(X-None?x-in):3%,                      val",
        "%REQ(x-none)%-,                            -",
        "%PROTOCOL%,                                HTTP/1.1",
        "%ROUTE_NAME%,                              a-route",
        "%UPSTREAM_CLUSTER%,                        outbound|80||a",
        "%RESPONSE_FLAGS%,                          -",
        "%BYTES_RECEIVED%,                          3",
    })
    void variablesAreFilledIn(String value, String expected) {
        HeaderOps ops = new HeaderOps(List.of(entry("x-v", value)), List.of(), List.of());
        FakeRequest request = request("GET", "http://app.example.com/a?b").with("x-in", "value");
        assertEquals(
                expected,
                send(request, HeaderOps.NONE, ops, HeaderOps.NONE, HeaderOps.NONE)
                        .forwarded()
                        .get("x-v"));
    }

    @Test
    void theStartTimeIsUtc() {
        HeaderOps ops = new HeaderOps(List.of(entry("x-t", "%START_TIME%")), List.of(), List.of());
        String time = send(request("GET", "http://app/"), HeaderOps.NONE, ops, HeaderOps.NONE, HeaderOps.NONE)
                .forwarded()
                .get("x-t");
        assertTrue(time.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"), time);
    }

    @Test
    void thePathOfARequestHeaderIsTheOneBeforeRewriteOfAResponseHeaderTheOneAfter() {
        HeaderOps path = new HeaderOps(List.of(entry("x-path", "%REQ(:path)%")), List.of(), List.of());
        RoutePolicy policy = new RoutePolicy(
                null, RetrySpec.DEFAULT, new RewriteSpec("/new", null, null, null), null, List.of(), null, path, path);
        FakeExchange exchange = FakeExchange.routed(request("GET", "http://app/a"), FakeExchange.forward(), policy)
                .run(new HeadersFilter(), new RewriteFilter())
                .answer(200, Map.of());
        assertEquals("/a", exchange.forwarded().get("x-path"));
        assertEquals("/newa", exchange.answered().get("x-path"));
    }

    private static HeaderOps.Entry entry(String name, String value) {
        return new HeaderOps.Entry(name, value);
    }

    private static FakeExchange send(
            FakeRequest request,
            HeaderOps destinationRequest,
            HeaderOps routeRequest,
            HeaderOps destinationResponse,
            HeaderOps routeResponse) {
        WeightedCluster destination = new WeightedCluster("outbound|80||a", 1, destinationRequest, destinationResponse);
        return FakeExchange.routed(request, FakeExchange.forward(destination), policy(routeRequest, routeResponse))
                .run(new HeadersFilter());
    }

    private static RoutePolicy policy(HeaderOps request, HeaderOps response) {
        return new RoutePolicy(null, RetrySpec.DEFAULT, null, null, List.of(), null, request, response);
    }
}
