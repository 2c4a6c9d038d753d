package io.gatehouse.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.gatehouse.resource.Position;
import io.gatehouse.route.Decision.Outcome;
import io.gatehouse.route.ListenerSpec.Protocol;
import io.gatehouse.route.ServerSpec.Inner;
import io.gatehouse.route.condition.Condition;
import io.gatehouse.route.condition.UriPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeciderTest {
    private static final ListenerKey HTTP = new ListenerKey("0.0.0.0", 8080);
    private static final ListenerKey TLS = new ListenerKey("0.0.0.0", 8443);

    private static final Snapshot SNAPSHOT = new Snapshot(
            1,
            List.of(
                    new ListenerSpec(
                            HTTP,
                            80,
                            Protocol.HTTP,
                            List.of(server(Inner.HTTP, RouteTable.EMPTY, List.of(), "a.test")),
                            RouteTable.of(List.of(
                                    host("a.test", false), host("secure.test", true), host("*.w.test", false)))),
                    new ListenerSpec(
                            TLS,
                            443,
                            Protocol.TLS,
                            List.of(
                                    server(
                                            Inner.HTTP,
                                            RouteTable.of(List.of(host("a.test", false))),
                                            List.of(),
                                            "a.test"),
                                    server(
                                            Inner.HTTP,
                                            RouteTable.of(List.of(host("*.w.test", true), host("a.test", false))),
                                            List.of(),
                                            "*.w.test",
                                            "unrouted.test"),
                                    server(Inner.PASSTHROUGH, RouteTable.EMPTY, List.of(l4("p.test")), "*.p.test")),
                            RouteTable.EMPTY)),
            Map.of(),
            MeshSpec.DEFAULT);

    private static VirtualHost host(String domain, boolean redirect) {
        Route route = new Route(
                domain,
                "ns/vs",
                List.of(new UriPrefix("/a", false)),
                new RouteAction.DirectResponse(200, new byte[0]),
                RoutePolicy.DEFAULT,
                Position.NONE);
        return new VirtualHost(domain, redirect, List.of(route));
    }

    private static ServerSpec server(Inner inner, RouteTable routes, List<L4Route> l4, String... hosts) {
        return new ServerSpec("ns/gw", hosts[0], List.of(hosts), null, inner, false, routes, l4, Position.NONE);
    }

    private static L4Route l4(String sni) {
        return new L4Route("ns/vs[0]", List.of(sni), List.of(), List.of(), List.of(), Position.NONE);
    }

    private static TestRequest plain(String authority, String path) {
        return TestRequest.get(authority, path).on(HTTP, 8080);
    }

    private static TestRequest secure(String sni, String authority) {
        return TestRequest.get(authority, "/a").on(TLS, 8443).tls(sni);
    }

    private static Outcome outcome(TestRequest request) {
        Decision decision = SNAPSHOT.decide(request);
        assertEquals(decision, SNAPSHOT.decide(request, new DecisionTrace() {}));
        return decision.outcome();
    }

    @Test
    void hostAndPathChooseARoute() {
        Decision decision = SNAPSHOT.decide(plain("A.test:99", "/ab"));
        assertEquals(Outcome.ROUTED, decision.outcome());
        assertEquals("a.test", decision.route().name());
        assertNull(decision.server());
    }

    @Test
    void whatIsMissingIsToldApart() {
        assertEquals(Outcome.NO_ROUTE, outcome(plain("a.test", "/b")));
        assertEquals(Outcome.NO_VIRTUAL_HOST, outcome(plain("b.test", "/a")));
        assertEquals(Outcome.NO_LISTENER, outcome(plain("a.test", "/a").on(new ListenerKey("0.0.0.0", 1), 1)));
    }

    @Test
    void httpsRedirectComesBeforeRoutes() {
        assertEquals(Outcome.HTTPS_REDIRECT, outcome(plain("secure.test", "/nothing")));
    }

    @Test
    void httpsRedirectLeavesHttpsAlone() {
        assertEquals(Outcome.ROUTED, outcome(secure("x.w.test", "x.w.test")));
    }

    @Test
    void hostOfAnotherServerThanTheServerNamesIsMisdirected() {
        assertEquals(Outcome.MISDIRECTED, outcome(secure("a.test", "x.w.test")));
        assertEquals(Outcome.MISDIRECTED, outcome(secure("x.w.test", "p.test")));
    }

    @Test
    void hostOfAnotherServerIsMisdirectedEvenWhereThisOneHasRoutesForIt() {
        assertEquals(Outcome.MISDIRECTED, outcome(secure("x.w.test", "a.test")));
    }

    @Test
    void otherHostOfTheSameServerIsServed() {
        assertEquals(Outcome.ROUTED, outcome(secure("y.w.test", "x.w.test:8443")));
    }

    @Test
    void hostOfNoServerIsNotFound() {
        assertEquals(Outcome.NO_VIRTUAL_HOST, outcome(secure("a.test", "nobody.test")));
        assertEquals(Outcome.NO_VIRTUAL_HOST, outcome(secure("unrouted.test", "unrouted.test")));
    }

    @Test
    void serverNameOfNoServerFindsNoListener() {
        assertEquals(Outcome.NO_LISTENER, outcome(secure("nobody.test", "a.test")));
        assertEquals(Outcome.NO_LISTENER, outcome(secure(null, "a.test")));
    }

    @Test
    void passthroughServerHasTheNamesOfItsRoutes() {
        assertEquals(Inner.PASSTHROUGH, SNAPSHOT.server(TLS, "p.test").inner());
        assertNull(SNAPSHOT.server(TLS, "x.p.test"));
        assertNull(SNAPSHOT.server(new ListenerKey("0.0.0.0", 1), "a.test"));
    }

    @Test
    void foreignConnectorIsServedByTheListenerOfItsPort() {
        assertSame(
                HTTP,
                SNAPSHOT.decide(plain("b.test", "/a").on(null, 80)).listener().key());
        assertSame(
                HTTP,
                SNAPSHOT.decide(plain("b.test", "/a").on(null, 8080)).listener().key());
    }

    @Test
    void foreignConnectorOfAnotherPortIsServedByTheListenerThatKnowsTheHost() {
        assertEquals(Outcome.ROUTED, outcome(plain("a.test", "/a").on(null, 7)));
        assertEquals(Outcome.NO_LISTENER, outcome(plain("b.test", "/a").on(null, 7)));
    }

    @Test
    void foreignTlsConnectorThatTellsNoServerNameIsServedByHost() {
        Decision decision = SNAPSHOT.decide(secure(null, "a.test").on(null, 7));
        assertEquals(Outcome.ROUTED, decision.outcome());
        assertEquals("a.test", decision.server().name());
        assertEquals(Outcome.NO_LISTENER, outcome(secure(null, "p.test").on(null, 7)));
    }

    @Test
    void traceHearsEachStep() {
        List<String> heard = new ArrayList<>();
        SNAPSHOT.decide(plain("a.test", "/b"), new DecisionTrace() {
            @Override
            public void listener(ListenerSpec listener, boolean matched) {
                heard.add("listener " + listener.key().port() + " " + matched);
            }

            @Override
            public void virtualHost(VirtualHost host, boolean matched) {
                heard.add("host " + host.domain() + " " + matched);
            }

            @Override
            public void route(Route route) {
                heard.add("route " + route.name());
            }

            @Override
            public void condition(Condition condition, boolean matched) {
                heard.add(condition.describe() + " " + matched);
            }
        });
        assertEquals(
                List.of(
                        "listener 8080 true",
                        "listener 8443 false",
                        "host a.test true",
                        "host secure.test false",
                        "host *.w.test false",
                        "route a.test",
                        "uri prefix \"/a\" false"),
                heard);
    }

    @Test
    void traceHearsEachServerOfATlsListener() {
        List<String> heard = new ArrayList<>();
        SNAPSHOT.decide(secure("x.w.test", "x.w.test"), new DecisionTrace() {
            @Override
            public void server(ServerSpec server, boolean matched) {
                heard.add(server.name() + " " + matched);
            }
        });
        assertEquals(List.of("a.test false", "*.w.test true", "*.p.test false"), heard);
    }
}
