package io.gatehouse.filter;

import static io.gatehouse.filter.FakeRequest.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.route.FaultSpec;
import io.gatehouse.route.HeaderOps;
import io.gatehouse.route.RetrySpec;
import io.gatehouse.route.RoutePolicy;
import io.gatehouse.telemetry.ResponseReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FaultFilterTest {
    private final LinkedBlockingQueue<Runnable> delayed = new LinkedBlockingQueue<>();

    @Test
    void anAbortAnswersInsteadOfTheUpstream() {
        FakeExchange exchange = send(request("GET", "http://app/"), new FaultSpec(null, 0, 418, -1, 100));
        assertEquals(418, exchange.status());
        assertEquals("fault filter abort", exchange.answeredBody());
        assertEquals(Map.of("content-type", "text/plain", "x-h", "1"), exchange.answered());
        assertEquals(ResponseReason.FAULT_ABORT, exchange.reason());
    }

    @Test
    void aGrpcAbortIs200ToAPlainClient() {
        FakeExchange exchange = send(request("GET", "http://app/"), new FaultSpec(null, 0, 0, 14, 100));
        assertEquals(200, exchange.status());
        assertEquals("fault filter abort", exchange.answeredBody());
        assertEquals(Map.of("content-type", "text/plain", "x-h", "1"), exchange.answered());
    }

    @Test
    void aGrpcAbortIsAStatusToAGrpcClient() {
        FakeRequest request = request("POST", "http://app/").with("content-type", "application/grpc");
        assertGrpcStatus("14", send(request, new FaultSpec(null, 0, 0, 14, 100)));
        assertGrpcStatus("2", send(request, new FaultSpec(null, 0, 418, -1, 100)));
    }

    private static void assertGrpcStatus(String status, FakeExchange exchange) {
        assertEquals(200, exchange.status());
        assertEquals(
                Map.of(
                        "content-type", "application/grpc",
                        "grpc-status", status,
                        "grpc-message", "fault filter abort",
                        "x-h", "1"),
                exchange.answered());
    }

    @Test
    void zeroPercentIsNever() {
        assertTrue(send(request("GET", "http://app/"), new FaultSpec(Duration.ofSeconds(9), 0, 418, -1, 0))
                .reachedProxy());
    }

    @Test
    void aDelayHoldsTheRequestThenItGoesOn() throws InterruptedException {
        FakeExchange exchange =
                send(request("GET", "http://app/"), new FaultSpec(Duration.ofMillis(20), 100, 0, -1, 0));
        assertFalse(exchange.reachedProxy());
        runDelayed();
        assertTrue(exchange.reachedProxy());
    }

    @Test
    void anAbortComesAfterTheDelay() throws InterruptedException {
        FakeExchange exchange =
                send(request("GET", "http://app/"), new FaultSpec(Duration.ofMillis(20), 100, 500, -1, 100));
        assertEquals(0, exchange.status());
        runDelayed();
        assertEquals(500, exchange.status());
    }

    @Test
    void aRequestWhoseClientHasLeftGoesNoFurther() throws InterruptedException {
        FakeExchange exchange =
                send(request("GET", "http://app/"), new FaultSpec(Duration.ofMillis(20), 100, 0, -1, 0));
        exchange.leave();
        runDelayed();
        assertFalse(exchange.reachedProxy());
    }

    private void runDelayed() throws InterruptedException {
        Runnable task = delayed.poll(10, TimeUnit.SECONDS);
        assertTrue(task != null, "nothing was delayed");
        task.run();
    }

    private FakeExchange send(FakeRequest request, FaultSpec fault) {
        HeaderOps set = new HeaderOps(List.of(new HeaderOps.Entry("x-h", "1")), List.of(), List.of());
        RoutePolicy policy =
                new RoutePolicy(null, RetrySpec.DEFAULT, null, fault, List.of(), null, HeaderOps.NONE, set);
        return FakeExchange.routed(request, FakeExchange.forward(), policy)
                .run(new HeadersFilter(), new FaultFilter(delayed::add));
    }
}
