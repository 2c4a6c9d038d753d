package io.gatehouse.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.resource.Position;
import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.EndpointSpec;
import io.gatehouse.route.HeaderOps;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.MeshSpec;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteAction;
import io.gatehouse.route.RoutePolicy;
import io.gatehouse.route.RouteTable;
import io.gatehouse.route.ServerSpec;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.VirtualHost;
import io.gatehouse.route.WeightedCluster;
import io.gatehouse.route.condition.Condition;
import io.gatehouse.route.condition.Header;
import io.gatehouse.route.condition.TextMatch;
import io.gatehouse.route.condition.UriPrefix;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {
    private static final Snapshot SNAPSHOT = snapshot();

    @Test
    void everyRouteTriedIsShownWithItsPositionUpToTheOneThatMatched() {
        assertEquals("""
                GET http://app.example.com/status/200?a on port 80
                  + listener 0.0.0.0:8080 (Gateway port 80), HTTP
                  - listener 0.0.0.0:8443 (Gateway port 443), TLS
                  + virtual host app.example.com, 2 routes
                  - virtual host secure.example.com, 0 routes, redirected to https
                  - route canary of VirtualService ns/app  (config/app.yaml:10:5)
                      met      uri prefix "/status"
                      not met  header x-canary exact "1": the request has none
                  + route of VirtualService ns/app  (config/app.yaml:20:5)
                      met      uri prefix "/status"
                => sent to 3 parts outbound|80||a (127.0.0.1:9001); 1 parts outbound|80||gone (503: no Service "gone")
                """, explain("http://app.example.com/status/200?a").text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "http://app.example.com/other;    404: none of the 2 routes of virtual host app.example.com takes",
                "http://nobody.example.com/;      404: no virtual host covers \"nobody.example.com\"; this port serves app",
                "http://app.example.com:99/;      404: none of the 2 routes of virtual host app.example.com takes",
                "https://app.example.com:99/;     404: no listener for https on port 99",
                "http://secure.example.com/x;     301 to https: a server with tls.httpsRedirect covers the host",
                "https://a.example.com/;          404: no virtual host covers \"a.example.com\"; no VirtualService is bound",
                "https://none.example.com/;       404: no server of 0.0.0.0:8443 covers the server name (SNI) none",
            })
    void theVerdictSaysWhy(String uri, String verdict) {
        String told = explain(uri).verdict();
        assertTrue(told.startsWith(verdict), told);
    }

    @Test
    void aHostOfAnotherServerThanTheSniIsMisdirected() {
        AskedRequest asked = AskedRequest.of("GET", "https://a.example.com/", Map.of("Host", "b.example.com"));
        assertEquals(
                "421: the connection is for a.example.com of server https-a, but the host \"b.example.com\" belongs to"
                        + " another server of this port",
                Explanation.of(SNAPSHOT, asked).verdict());
    }

    @Test
    void theJsonHasTheSameSteps() {
        String json = explain("http://app.example.com/status").json();
        assertTrue(
                json.startsWith("{\"request\":\"GET http://app.example.com/status on port 80\",\"steps\":["
                        + "{\"kind\":\"listener\",\"what\":\"listener 0.0.0.0:8080 (Gateway port 80), HTTP\","
                        + "\"position\":\"\",\"taken\":true,\"conditions\":[]},"),
                json);
        assertTrue(
                json.contains("{\"what\":\"header x-canary exact \\\"1\\\"\",\"met\":false,"
                        + "\"actual\":\"the request has none\"}"),
                json);
        assertTrue(json.contains("\"outcome\":\"ROUTED\",\"verdict\":\"sent to "), json);
    }

    @ParameterizedTest
    @CsvSource({"app.example.com/a", "ftp://app/", "http:///a", "http://app:x/"})
    void whatIsNoUriIsRefused(String uri) {
        assertThrows(IllegalArgumentException.class, () -> AskedRequest.of("GET", uri, Map.of()));
    }

    private static Explanation explain(String uri) {
        return Explanation.of(SNAPSHOT, AskedRequest.of("GET", uri, Map.of()));
    }

    private static Snapshot snapshot() {
        UriPrefix status = new UriPrefix("/status", false);
        RouteTable table = RouteTable.of(List.of(
                new VirtualHost(
                        "app.example.com",
                        false,
                        List.of(
                                route("canary", 10, status, new Header("x-canary", new TextMatch.Exact("1", false))),
                                route("", 20, status))),
                new VirtualHost("secure.example.com", true, List.of())));
        ListenerSpec http =
                new ListenerSpec(new ListenerKey("0.0.0.0", 8080), 80, ListenerSpec.Protocol.HTTP, List.of(), table);
        ListenerSpec https = new ListenerSpec(
                new ListenerKey("0.0.0.0", 8443),
                443,
                ListenerSpec.Protocol.TLS,
                List.of(server("https-a", "a.example.com"), server("https-b", "b.example.com")),
                RouteTable.EMPTY);
        ClusterSpec cluster =
                cluster("outbound|80||a", List.of(new EndpointSpec("127.0.0.1", 9001, 1, Map.of(), "")), null);
        ClusterSpec gone = cluster("outbound|80||gone", List.of(), "no Service \"gone\"");
        return new Snapshot(
                1, List.of(http, https), Map.of(cluster.name(), cluster, gone.name(), gone), MeshSpec.DEFAULT);
    }

    private static Route route(String name, int line, Condition... conditions) {
        return new Route(
                name,
                "ns/app",
                List.of(conditions),
                new RouteAction.Forward(List.of(
                        new WeightedCluster("outbound|80||a", 3, HeaderOps.NONE, HeaderOps.NONE),
                        new WeightedCluster("outbound|80||gone", 1, HeaderOps.NONE, HeaderOps.NONE))),
                RoutePolicy.DEFAULT,
                new Position("config/app.yaml", line, 5));
    }

    private static ServerSpec server(String name, String host) {
        return new ServerSpec(
                "ns/gw",
                name,
                List.of(host),
                null,
                ServerSpec.Inner.HTTP,
                false,
                RouteTable.EMPTY,
                List.of(),
                new Position("config/gw.yaml", 7, 5));
    }

    private static ClusterSpec cluster(String name, List<EndpointSpec> endpoints, String unknown) {
        return new ClusterSpec(
                name, "a", 80, "", ClusterSpec.Protocol.HTTP1, ClusterSpec.Resolution.STATIC, endpoints, unknown);
    }
}
