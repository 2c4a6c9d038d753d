package io.gatehouse.tests.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.json.Json;
import io.gatehouse.tests.exchange.ScriptedUpstream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
    private static final String POLICY = "{loadBalancer: {simple: ROUND_ROBIN}}";
    private static final String PREFIX = "gatehouse.io/health-check-";
    private static final String FAST = PREFIX + "interval: 20ms, " + PREFIX + "timeout: 500ms, ";

    /** An upstream that can be well or not, and knows how often it was asked for what. */
    private static final class Patient implements AutoCloseable {
        private final ScriptedUpstream server = new ScriptedUpstream();
        private final AtomicInteger checks = new AtomicInteger();
        private final AtomicInteger requests = new AtomicInteger();
        private volatile int status = 200;
        private volatile CountDownLatch gate = new CountDownLatch(0);

        Patient() throws IOException {
            server.script(exchange -> {
                boolean check = exchange.head().startsWith("GET /healthz ");
                (check ? checks : requests).incrementAndGet();
                if (check) {
                    gate.await();
                }
                exchange.answer("HTTP/1.1 " + (check ? status : 200) + " So\r\nContent-Length: 0\r\n\r\n");
            });
        }

        int port() {
            return server.port();
        }

        @Override
        public void close() throws IOException {
            gate.countDown();
            server.close();
        }
    }

    private static Policed.Plan plan(String annotations, Patient... patients) {
        String[] endpoints = java.util.Arrays.stream(patients)
                .map(each -> Policed.at(each.port()))
                .toArray(String[]::new);
        return Policed.plan(POLICY).annotations("{" + annotations + "}").to(endpoints);
    }

    private static boolean isUnhealthy(Policed gateway, Patient patient) {
        return gateway.meter("gatehouse_endpoint_unhealthy", patient.port()) == 1;
    }

    private static void onlyGoodGetsRequests(Policed gateway, Patient good, Patient bad) throws Exception {
        int before = bad.requests.get();
        int served = good.requests.get();
        for (int i = 0; i < 10; i++) {
            assertTrue(gateway.get("app").startsWith("HTTP/1.1 200"));
        }
        assertEquals(before, bad.requests.get());
        assertEquals(served + 10, good.requests.get());
    }

    @Test
    void anEndpointIsUsedOnlyWhileItPassesItsChecks() throws Exception {
        try (Patient good = new Patient();
                Patient bad = new Patient();
                Policed gateway =
                        plan(FAST + PREFIX + "path: /healthz", good, bad).start()) {
            Until.holds(() -> bad.checks.get() > 0);
            bad.status = 503;
            Until.holds(() -> isUnhealthy(gateway, bad));
            onlyGoodGetsRequests(gateway, good, bad);
            assertTrue(gateway.meter("gatehouse_endpoint_failed_checks", bad.port()) >= 3);
            bad.status = 200;
            Until.holds(() -> !isUnhealthy(gateway, bad));
            Until.holds(() -> {
                gateway.get("app");
                return bad.requests.get() > 0;
            });
            // Checks are no requests
            assertEquals(bad.requests.get(), gateway.meter("gatehouse_endpoint_requests", bad.port()));
        }
    }

    @Test
    void theFirstCheckThatFailsCounts() throws Exception {
        try (Patient good = new Patient();
                Patient bad = new Patient()) {
            bad.status = 500;
            try (Policed gateway = plan(
                            FAST + PREFIX + "unhealthy-threshold: '1000', " + PREFIX + "path: /healthz", good, bad)
                    .start()) {
                Until.holds(() -> isUnhealthy(gateway, bad));
            }
        }
    }

    @Test
    void expectedStatusesAreThoseThatPass() throws Exception {
        try (Patient good = new Patient();
                Patient odd = new Patient()) {
            odd.status = 418;
            good.status = 204;
            try (Policed gateway = plan(
                            FAST + PREFIX + "path: /healthz, " + PREFIX + "expected-statuses: '200,400-418'", odd, good)
                    .start()) {
                Until.holds(() -> isUnhealthy(gateway, good));
                assertTrue(!isUnhealthy(gateway, odd));
            }
        }
    }

    @Test
    void aCheckWithoutAnswerHasFailed() throws Exception {
        try (Patient good = new Patient();
                Patient silent = new Patient()) {
            silent.gate = new CountDownLatch(1);
            try (Policed gateway = plan(
                            PREFIX + "interval: 10ms, " + PREFIX + "timeout: 50ms, " + PREFIX + "path: /healthz",
                            good,
                            silent)
                    .start()) {
                Until.holds(() -> isUnhealthy(gateway, silent));
                onlyGoodGetsRequests(gateway, good, silent);
            }
        }
    }

    @Test
    void whatIsKnownOutlivesChangesOfPolicyAndEndpoints() throws Exception {
        try (Patient good = new Patient();
                Patient bad = new Patient();
                Patient third = new Patient()) {
            bad.status = 503;
            String checks = FAST + PREFIX + "path: /healthz";
            try (Policed gateway = plan(checks, good, bad).start()) {
                Until.holds(() -> isUnhealthy(gateway, bad));
                // Nobody answers checks from now on: what is known can only be kept
                bad.gate = new CountDownLatch(1);
                gateway.change(plan(checks, good, bad, third));
                assertTrue(isUnhealthy(gateway, bad));
                gateway.change(plan(checks.replace("20ms", "1h"), good, bad).retries("{attempts: 1, retryOn: 5xx}"));
                assertTrue(isUnhealthy(gateway, bad));
                onlyGoodGetsRequests(gateway, good, bad);
                gateway.change(plan("", good, bad));
                assertTrue(!isUnhealthy(gateway, bad));
            }
        }
    }

    @Test
    void whenAllFailAllAreUsedUnlessPanicIsOff() throws Exception {
        try (Patient one = new Patient();
                Patient other = new Patient()) {
            one.status = 503;
            other.status = 503;
            String checks = FAST + PREFIX + "path: /healthz";
            try (Policed gateway = plan(checks, one, other).start()) {
                Until.holds(() -> isUnhealthy(gateway, one) && isUnhealthy(gateway, other));
                assertTrue(gateway.get("app").startsWith("HTTP/1.1 200"));
                gateway.change(plan(checks + ", " + PREFIX + "panic-percent: '0'", one, other));
                String answer = gateway.get("app");
                assertTrue(answer.endsWith("no healthy upstream"), answer);
            }
        }
    }

    @Test
    void aWrongAnnotationRefusesTheRule() throws Exception {
        try (Patient good = new Patient();
                Policed gateway = plan(PREFIX + "path: healthz, " + PREFIX + "intervall: 5s", good)
                        .start()) {
            String findings = gateway.server().diagnostics().toString();
            assertTrue(findings.contains("\"healthz\" is no path"), findings);
            assertTrue(findings.contains("intervall: there is no such setting"), findings);
        }
    }

    @Test
    void theAdminServerSaysSinceWhenAndWhy() throws Exception {
        try (Patient good = new Patient();
                Patient bad = new Patient();
                EchoServer failing = EchoServer.plain("failing").answering(500)) {
            bad.status = 503;
            Policed.Plan plan = Policed.plan("{outlierDetection: {consecutive5xxErrors: 1, baseEjectionTime: 1000s,"
                            + " maxEjectionPercent: 100}}")
                    .annotations("{" + FAST + PREFIX + "expected-statuses: '200,500', " + PREFIX + "path: /healthz}")
                    .to(Policed.at(good.port()), Policed.at(bad.port()), Policed.at(failing));
            Instant before = Instant.now();
            try (Policed gateway = plan.start()) {
                Until.holds(() -> isUnhealthy(gateway, bad));
                Until.holds(() -> {
                    gateway.get("app");
                    return gateway.meter("gatehouse_endpoint_ejected", failing.port()) == 1;
                });

                Map<?, ?> unhealthy = endpoint(gateway, bad.port());
                assertEquals("unhealthy", unhealthy.get("state"));
                Map<?, ?> check = (Map<?, ?>) unhealthy.get("check");
                assertEquals(false, check.get("healthy"));
                assertEquals("status 503", check.get("lastFailure"));
                Instant since = Instant.parse((String) check.get("since"));
                assertTrue(!since.isBefore(before) && !since.isAfter(Instant.now()), () -> since + " after " + before);
                assertTrue(!Instant.parse((String) check.get("lastFailureTime")).isBefore(before));
                assertNull(unhealthy.get("ejection"));

                Map<?, ?> ejected = endpoint(gateway, failing.port());
                assertEquals("ejected", ejected.get("state"));
                assertEquals(true, ((Map<?, ?>) ejected.get("check")).get("healthy"));
                assertEquals(1, ((Map<?, ?>) ejected.get("ejection")).get("times"));

                Map<?, ?> healthy = endpoint(gateway, good.port());
                assertEquals("healthy", healthy.get("state"));
                assertNull(((Map<?, ?>) healthy.get("check")).get("lastFailure"));

                String told = gateway.admin("/explain?url=http://app/");
                assertTrue(
                        told.contains("127.0.0.1:" + bad.port() + "  unhealthy since " + since)
                                && told.contains(": status 503"),
                        told);
                assertTrue(told.contains("127.0.0.1:" + failing.port() + "  ejected, passes its checks since "), told);
                assertTrue(told.contains("(ejections: 1)"), told);
                assertTrue(gateway.admin("/explain?url=http://app/&format=json")
                        .contains("\"endpoint\":\"127.0.0.1:" + bad.port() + "\",\"health\":\"unhealthy since "));
            }
        }
    }

    /** What {@code /clusters} tells of an endpoint. */
    private static Map<?, ?> endpoint(Policed gateway, int port) throws Exception {
        List<?> clusters = (List<?>) Json.read(gateway.admin("/clusters"));
        for (Object each : (List<?>) ((Map<?, ?>) clusters.get(0)).get("endpoints")) {
            if (each instanceof Map<?, ?> endpoint && endpoint.get("endpoint").equals("127.0.0.1:" + port)) {
                return endpoint;
            }
        }
        throw new AssertionError("no endpoint with port " + port);
    }
}
