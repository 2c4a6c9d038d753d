package io.gatehouse.tests.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.tests.exchange.Http2Upstream;
import io.gatehouse.tests.exchange.ScriptedUpstream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** What becomes of endpoints that fail, over real sockets. */
class MisbehavingUpstreamTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String CUT = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";

    private static String outliers(String more) {
        return "{loadBalancer: {simple: ROUND_ROBIN}, outlierDetection: {maxEjectionPercent: 50, " + more + "}}";
    }

    private static ScriptedUpstream.Script cut() {
        return exchange -> {
            exchange.answer(CUT);
            throw new IOException("in mid-body");
        };
    }

    @Test
    void answersThatBreakOffAreResetsAndEject() throws Exception {
        try (EchoServer good = EchoServer.plain("good");
                ScriptedUpstream bad = new ScriptedUpstream().script(cut());
                Policed gateway =
                        Policed.start(outliers("consecutive5xxErrors: 2"), Policed.at(good), Policed.at(bad.port()))) {
            for (int i = 0; i < 10; i++) {
                gateway.get("app");
            }
            Until.holds(() -> gateway.meter("gatehouse_endpoint_ejected", bad.port()) == 1);
            assertEquals(2, gateway.meter("gatehouse_endpoint_resets", bad.port()));
            assertEquals(2, gateway.meter("gatehouse_endpoint_failures", bad.port()));
            assertEquals(2, gateway.meter("gatehouse_cluster_resets", 0));
            assertEquals(10, gateway.meter("gatehouse_cluster_requests", 0));
            assertEquals(0, gateway.meter("gatehouse_endpoint_resets", good.port()));
        }
    }

    @Test
    void aConnectionCutBeforeTheHeadIsAReset() throws Exception {
        try (ScriptedUpstream bad = new ScriptedUpstream().script(exchange -> {
                    throw new IOException("no answer");
                });
                Policed gateway = Policed.start(outliers("consecutive5xxErrors: 9"), Policed.at(bad.port()))) {
            assertTrue(gateway.get("app").endsWith("reset reason: connection termination"));
            assertEquals(1, gateway.meter("gatehouse_endpoint_resets", bad.port()));
        }
    }

    @Test
    void whatCannotBeConnectedIsAFailureAndNoReset() throws Exception {
        int nobody;
        try (EchoServer gone = EchoServer.plain("gone")) {
            nobody = gone.port();
        }
        try (Policed gateway = Policed.start(outliers("consecutive5xxErrors: 99"), Policed.at(nobody))) {
            gateway.get("app");
            // The default policy tries twice more
            assertEquals(3, gateway.meter("gatehouse_endpoint_failures", nobody));
            assertEquals(2, gateway.meter("gatehouse_endpoint_retries", nobody));
            assertEquals(0, gateway.meter("gatehouse_endpoint_resets", nobody));
        }
    }

    @Test
    void splitLocalFailuresAreCountedApartFromAnswers() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (EchoServer good = EchoServer.plain("good");
                ScriptedUpstream bad = new ScriptedUpstream().script(exchange -> {
                    if (calls.getAndIncrement() % 2 == 0) {
                        exchange.answer("HTTP/1.1 500 Bad\r\nContent-Length: 0\r\n\r\n");
                    } else {
                        throw new IOException("no answer");
                    }
                });
                Policed gateway = Policed.start(
                        outliers("splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 2,"
                                + " consecutive5xxErrors: 3"),
                        Policed.at(good),
                        Policed.at(bad.port()))) {
            for (int i = 0; i < 20; i++) {
                gateway.get("app");
            }
            // Answers begin the count of local failures anew, but only they count as 5xx: 1st, 3rd and 5th
            Until.holds(() -> gateway.meter("gatehouse_endpoint_ejected", bad.port()) == 1);
            assertEquals(5, calls.get());
        }
    }

    @Test
    void anEjectedEndpointComesBack() throws Exception {
        try (EchoServer good = EchoServer.plain("good");
                EchoServer bad = EchoServer.plain("bad").answering(503);
                Policed gateway = Policed.start(
                        outliers("consecutive5xxErrors: 1, interval: 50ms, baseEjectionTime: 100ms"),
                        Policed.at(good),
                        Policed.at(bad))) {
            Until.holds(() -> gateway.get("app").startsWith("HTTP/1.1 503"));
            bad.answering(200);
            Until.holds(() -> gateway.get("app").contains("name=bad"));
            assertEquals(0, gateway.meter("gatehouse_endpoint_ejected", bad.port()));
            assertEquals(1, gateway.meter("gatehouse_cluster_ejections", 0));
        }
    }

    @Test
    void aGrpcStatusInTheHeadCounts() throws Exception {
        try (Http2Upstream first = new Http2Upstream(unavailable());
                Http2Upstream second = new Http2Upstream(unavailable());
                Policed gateway = Policed.start(
                        "{connectionPool: {http: {h2UpgradePolicy: UPGRADE}}, loadBalancer: {simple: ROUND_ROBIN},"
                                + " outlierDetection: {consecutiveGatewayErrors: 1, maxEjectionPercent: 50}}",
                        Policed.at(first.port()),
                        Policed.at(second.port()))) {
            gateway.get("app", "Content-Type: application/grpc", "TE: trailers");
            Until.holds(() -> gateway.meter("gatehouse_cluster_ejections", 0) == 1);
        }
    }

    private static Handler unavailable() {
        return new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.getHeaders().put("content-type", "application/grpc").put("grpc-status", "14");
                callback.succeeded();
                return true;
            }
        };
    }

    @Test
    void aPostOnAConnectionThatWasJustClosedIsNotSentTwice() throws Exception {
        AtomicInteger posts = new AtomicInteger();
        try (ScriptedUpstream upstream = new ScriptedUpstream().script(exchange -> {
                    if (exchange.head().startsWith("POST")) {
                        posts.incrementAndGet();
                        throw new IOException("closed as it came");
                    }
                    exchange.answer(OK);
                });
                Policed gateway = Policed.start("{loadBalancer: {simple: RANDOM}}", Policed.at(upstream.port()))) {
            assertTrue(gateway.get("app").endsWith("ok"));
            String answer = Policed.answer(gateway.sendRaw(
                    "POST / HTTP/1.1\r\nHost: app\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody"));
            assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
            assertEquals(1, posts.get());
        }
    }

    @Test
    void aConnectionThatWasClosedBeforeIsNotUsed() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        try (ScriptedUpstream upstream = new ScriptedUpstream().script(exchange -> {
                    exchange.answer(OK);
                    closed.incrementAndGet();
                    throw new IOException("keep-alive is over");
                });
                Policed gateway = Policed.start("{loadBalancer: {simple: RANDOM}}", Policed.at(upstream.port()))) {
            assertTrue(gateway.get("app").endsWith("ok"));
            Until.holds(() -> gateway.meter("gatehouse_cluster_connections", 0) == 0);
            String answer = Policed.answer(gateway.sendRaw(
                    "POST / HTTP/1.1\r\nHost: app\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody"));
            assertTrue(answer.endsWith("ok"), answer);
        }
    }

    @Test
    void maxRetriesStopsFurtherRetriesAndTheAnswerIsPassedOn() throws Exception {
        onlyOneRetryAtATime("connectionPool: {http: {maxRetries: 1}}");
    }

    @Test
    void aRetryBudgetStopsFurtherRetries() throws Exception {
        onlyOneRetryAtATime("retryBudget: {percent: 0, minRetryConcurrency: 1}");
    }

    private static void onlyOneRetryAtATime(String limit) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (ScriptedUpstream upstream = new ScriptedUpstream().script(exchange -> {
                    calls.incrementAndGet();
                    if (exchange.head().contains("x-envoy-attempt-count: 2")) {
                        held.await();
                        exchange.answer(OK);
                    }
                    exchange.answer("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy");
                });
                Policed gateway = Policed.plan("{" + limit + "}")
                        .retries("{attempts: 1, retryOn: 5xx}")
                        .to(Policed.at(upstream.port()))
                        .start()) {
            Socket first = gateway.send("app");
            Until.holds(() -> calls.get() == 2);
            String second = gateway.get("app");
            assertTrue(second.startsWith("HTTP/1.1 503") && second.endsWith("busy"), second);
            assertEquals(3, calls.get());
            assertEquals(1, gateway.meter("gatehouse_cluster_overflows", 0));
            assertEquals(1, gateway.meter("gatehouse_cluster_retries", 0));
            held.countDown();
            assertTrue(Policed.answer(first).endsWith("ok"));
        }
    }
}
