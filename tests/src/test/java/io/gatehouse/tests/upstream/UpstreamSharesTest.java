package io.gatehouse.tests.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * How requests are shared out among endpoints, counted by the endpoints. Where chance decides, bounds are at least five
 * standard deviations wide unless another figure is given: one run in a million fails by chance.
 */
class UpstreamSharesTest {
    private static final String BAD = "{consecutive5xxErrors: 1, baseEjectionTime: 100s, ";

    private static void assertAbout(int expected, int bound, int count) {
        assertTrue(Math.abs(count - expected) <= bound, count + " requests, not " + expected + " ± " + bound);
    }

    /** 400 requests, each with a chance of 1/2: 200 ± 10 (the standard deviation). */
    @Test
    void randomGivesEachItsShare() throws Exception {
        try (EchoServer a = EchoServer.plain("a");
                EchoServer b = EchoServer.plain("b");
                Policed gateway = Policed.start("{loadBalancer: {simple: RANDOM}}", Policed.at(a), Policed.at(b))) {
            gateway.getInTurn("app", 400);

            assertAbout(200, 50, a.requests());
            assertEquals(400, a.requests() + b.requests());
        }
    }

    /** 400 requests, each with a chance of 1/5 for the other region: 80 ± 8. */
    @Test
    void distributeGivesRegionsTheirShares() throws Exception {
        try (EchoServer near = EchoServer.plain("near");
                EchoServer far = EchoServer.plain("far");
                Policed gateway = Policed.plan("{loadBalancer: {simple: RANDOM, localityLbSetting: {distribute:"
                                + " [{from: 'eu/*', to: {'eu/*': 80, 'us/*': 20}}]}},"
                                + " outlierDetection: {consecutive5xxErrors: 5}}")
                        .label("istio-locality", "eu.a")
                        .to(Policed.at(near.port(), "eu/a"), Policed.at(far.port(), "us/a"))
                        .start()) {
            gateway.getInTurn("app", 400);

            assertAbout(80, 40, far.requests());
            assertEquals(400, near.requests() + far.requests());
        }
    }

    /**
     * An endpoint that answers nothing gets a request only when both of two draws are of it: of 100 requests 25 ± 4.3.
     * By chance alone it would be 50.
     */
    @Test
    void leastRequestSparesTheEndpointThatIsBusy() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        List<Socket> clients = new ArrayList<>();
        try (EchoServer busy = EchoServer.plain("busy").waitingFor(gate);
                EchoServer idle = EchoServer.plain("idle");
                Policed gateway =
                        Policed.start("{loadBalancer: {simple: LEAST_REQUEST}}", Policed.at(busy), Policed.at(idle))) {
            for (int i = 1; i <= 100; i++) {
                clients.add(gateway.send("app"));
                int sent = i;
                Until.holds(() -> busy.requests() + idle.requests() == sent
                        && gateway.meter("gatehouse_endpoint_active", idle.port()) == 0);
            }

            assertAbout(25, 22, busy.requests());
            gate.countDown();
            for (Socket client : clients) {
                assertTrue(Policed.answer(client).startsWith("HTTP/1.1 200"));
            }
        }
    }

    /**
     * With this aggression a new endpoint has less than a quarter of its share until 85 % of the time is over, so of 100
     * requests in turn it gets no more than 20 in the mean; without warm-up it would get 50.
     */
    @Test
    void aNewEndpointComesInSlowly() throws Exception {
        long warm = Duration.ofSeconds(4).toNanos();
        try (EchoServer old = EchoServer.plain("old");
                EchoServer fresh = EchoServer.plain("fresh")) {
            Policed.Plan plan = Policed.plan("{loadBalancer: {simple: ROUND_ROBIN,"
                    + " warmup: {duration: 4s, minimumPercent: 1, aggression: 0.1}}}");
            try (Policed gateway = plan.to(Policed.at(old)).start()) {
                long started = System.nanoTime();
                Until.holds(() -> System.nanoTime() - started > warm);
                gateway.change(plan.to(Policed.at(old), Policed.at(fresh)));
                gateway.getInTurn("app", 100);
                assertTrue(fresh.requests() < 40, fresh.requests() + " requests");

                Until.holds(() -> {
                    int before = fresh.requests();
                    gateway.getInTurn("app", 20);
                    return fresh.requests() == before + 10;
                });
            }
        }
    }

    /** The chance that 20 values hash to one of two equal endpoints is 2^-19. */
    @Test
    void aQueryParameterLeadsToItsEndpoint() throws Exception {
        try (EchoServer a = EchoServer.plain("a");
                EchoServer b = EchoServer.plain("b");
                Policed gateway = Policed.start(
                        "{loadBalancer: {consistentHash: {httpQueryParameterName: user}}}",
                        Policed.at(a),
                        Policed.at(b))) {
            Set<String> all = new HashSet<>();
            for (int user = 0; user < 20; user++) {
                Set<String> own = new HashSet<>();
                for (int i = 0; i < 3; i++) {
                    String answer = Policed.answer(gateway.sendRaw(
                            "GET /?i=" + i + "&user=" + user + " HTTP/1.1\r\nHost: app\r\nConnection: close\r\n\r\n"));
                    own.add(answer.substring(answer.indexOf("name=")).trim());
                }
                assertEquals(1, own.size());
                all.addAll(own);
            }
            assertEquals(2, all.size());
        }
    }

    @Test
    void belowMinHealthPercentEjectedEndpointsAreUsedToo() throws Exception {
        try (EchoServer good = EchoServer.plain("good");
                EchoServer bad = EchoServer.plain("bad").answering(500);
                Policed gateway = Policed.start(
                        "{loadBalancer: {simple: ROUND_ROBIN}, outlierDetection: " + BAD
                                + "maxEjectionPercent: 100, minHealthPercent: 60}}",
                        Policed.at(good),
                        Policed.at(bad))) {
            gateway.getInTurn("app", 2);
            assertEquals(1, gateway.meter("gatehouse_endpoint_ejected", bad.port()));
            int before = bad.requests();
            gateway.getInTurn("app", 10);

            assertEquals(before + 5, bad.requests());
        }
    }

    @Test
    void noMoreThanMaxEjectionPercentAreLeftOut() throws Exception {
        try (EchoServer one = EchoServer.plain("one").answering(500);
                EchoServer other = EchoServer.plain("other").answering(500);
                Policed gateway = Policed.start(
                        "{loadBalancer: {simple: ROUND_ROBIN}, outlierDetection: " + BAD + "maxEjectionPercent: 50}}",
                        Policed.at(one),
                        Policed.at(other))) {
            gateway.getInTurn("app", 20);

            assertEquals(1, gateway.meter("gatehouse_cluster_ejections", 0));
            assertEquals(20, one.requests() + other.requests());
        }
    }

    @Test
    void gatewayErrorsEjectWhereOther5xxDoNot() throws Exception {
        try (EchoServer upstream = EchoServer.plain("a").answering(500);
                Policed gateway = Policed.plan(
                                "{outlierDetection: {consecutive5xxErrors: 0, consecutiveGatewayErrors: 1,"
                                        + " baseEjectionTime: 100s, maxEjectionPercent: 100}}")
                        .to(Policed.at(upstream))
                        .start()) {
            for (int i = 0; i < 3; i++) {
                assertTrue(gateway.get("app").startsWith("HTTP/1.1 500"));
            }
            upstream.answering(502);
            assertTrue(gateway.get("app").startsWith("HTTP/1.1 502"));

            assertTrue(gateway.get("app").endsWith("no healthy upstream"));
        }
    }

    @Test
    void thePolicyOfAPortReplacesTheRulesWithoutInheritingFromIt() throws Exception {
        String once = "connectionPool: {http: {maxRequestsPerConnection: 1}}";
        try (EchoServer upstream = EchoServer.plain("a");
                Policed gateway = Policed.start("{" + once + "}", Policed.at(upstream));
                Policed ofPort = Policed.start(
                        "{" + once + ", portLevelSettings: [{port: {number: 80}, loadBalancer: {simple: RANDOM}}]}",
                        Policed.at(upstream))) {
            gateway.getInTurn("app", 6);
            assertEquals(6, upstream.connections());
            ofPort.getInTurn("app", 6);

            assertEquals(7, upstream.connections());
        }
    }

    @Test
    void aConnectionThatLivedLongEnoughServesNoMore() throws Exception {
        try (EchoServer upstream = EchoServer.plain("a");
                Policed gateway = Policed.start(
                        "{connectionPool: {tcp: {maxConnectionDuration: 100ms}}}", Policed.at(upstream))) {
            gateway.get("app");

            Until.holds(() -> gateway.get("app").startsWith("HTTP/1.1 200") && upstream.connections() > 1);
        }
    }
}
