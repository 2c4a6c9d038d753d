package io.gatehouse.filter;

import static io.gatehouse.filter.FakeRequest.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.resource.Position;
import io.gatehouse.route.HeaderOps;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.MeshSpec;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteAction;
import io.gatehouse.route.RoutePolicy;
import io.gatehouse.route.RouteTable;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.VirtualHost;
import io.gatehouse.route.WeightedCluster;
import io.gatehouse.route.condition.UriPrefix;
import io.gatehouse.telemetry.ResponseReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingFilterTest {
    private static final WeightedCluster NEVER = new WeightedCluster("never", 0, HeaderOps.NONE, HeaderOps.NONE);
    private static final WeightedCluster ONE = new WeightedCluster("one", 1, HeaderOps.NONE, HeaderOps.NONE);
    private static final WeightedCluster THREE = new WeightedCluster("three", 3, HeaderOps.NONE, HeaderOps.NONE);

    @Test
    void aRoutedRequestGoesOnWithADestination() {
        FakeExchange exchange = send("http://app.example.com/status");
        assertTrue(exchange.reachedProxy());
        assertEquals("ns/vs", exchange.decision().route().virtualService());
        assertTrue(List.of("one", "three").contains(exchange.upstream().cluster()));
    }

    @Test
    void destinationsGetTheirShareOfTheWeights() {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < 4000; i++) {
            seen.merge(send("http://app.example.com/status").upstream().cluster(), 1, Integer::sum);
        }
        assertFalse(seen.containsKey("never"));
        // 1000 expected; five standard deviations are 137
        assertEquals(1000, seen.get("one"), 140);
    }

    @Test
    void anUnknownHostGets404WithoutABody() {
        assertNotFound(send("http://other.example.com/status"));
    }

    @Test
    void anUnknownPathGets404WithoutABody() {
        assertNotFound(send("http://app.example.com/other"));
    }

    @Test
    void anUnknownPortGets404() {
        assertNotFound(new FakeExchange(Snapshot.EMPTY, request("GET", "http://app.example.com/status"))
                .run(new RoutingFilter()));
    }

    @Test
    void aHostThatMustUseHttpsIsRedirectedThere() {
        FakeExchange exchange = send("http://secure.example.com:8080/any?a=b");
        assertEquals(301, exchange.status());
        assertEquals(Map.of("location", "https://secure.example.com:8080/any?a=b"), exchange.answered());
        assertFalse(exchange.reachedProxy());
    }

    private static void assertNotFound(FakeExchange exchange) {
        assertEquals(404, exchange.status());
        assertEquals("", exchange.answeredBody());
        assertEquals(Map.of(), exchange.answered());
        assertEquals(ResponseReason.ROUTE_NOT_FOUND, exchange.reason());
        assertFalse(exchange.reachedProxy());
    }

    private static FakeExchange send(String uri) {
        Route route = new Route(
                "",
                "ns/vs",
                List.of(new UriPrefix("/status", false)),
                new RouteAction.Forward(List.of(NEVER, ONE, THREE)),
                RoutePolicy.DEFAULT,
                Position.NONE);
        RouteTable table = RouteTable.of(List.of(
                new VirtualHost("app.example.com", false, List.of(route)),
                new VirtualHost("secure.example.com", true, List.of(route))));
        ListenerSpec listener =
                new ListenerSpec(new ListenerKey("0.0.0.0", 8080), 80, ListenerSpec.Protocol.HTTP, List.of(), table);
        Snapshot snapshot = new Snapshot(1, List.of(listener), Map.of(), MeshSpec.DEFAULT);
        return new FakeExchange(snapshot, request("GET", uri)).run(new RoutingFilter());
    }
}
