package io.gatehouse.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.route.LoadBalancing;
import io.gatehouse.route.OutlierSpec;
import io.gatehouse.route.TrafficPolicySpec;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

class OutlierDetectorTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void consecutive5xxEject() {
        List<Endpoint> endpoints = endpoints(TestEndpoints.outlier(3, 0, 100, 0), 2);
        Endpoint bad = endpoints.get(0);
        bad.answered(500, HttpFields.EMPTY);
        bad.answered(503, HttpFields.EMPTY);
        assertFalse(bad.isEjected());
        bad.answered(500, HttpFields.EMPTY);
        assertTrue(bad.isEjected());
    }

    @Test
    void aGoodAnswerBeginsTheCountAnew() {
        Endpoint endpoint = endpoints(TestEndpoints.outlier(3, 0, 100, 0), 2).get(0);
        endpoint.answered(500, HttpFields.EMPTY);
        endpoint.answered(500, HttpFields.EMPTY);
        endpoint.answered(200, HttpFields.EMPTY);
        endpoint.answered(500, HttpFields.EMPTY);
        endpoint.answered(500, HttpFields.EMPTY);
        assertFalse(endpoint.isEjected());
    }

    @Test
    void gatewayErrorsAreCountedApart() {
        Endpoint endpoint = endpoints(TestEndpoints.outlier(0, 2, 100, 0), 2).get(0);
        endpoint.answered(500, HttpFields.EMPTY);
        endpoint.answered(500, HttpFields.EMPTY);
        endpoint.answered(502, HttpFields.EMPTY);
        assertFalse(endpoint.isEjected());
        endpoint.answered(504, HttpFields.EMPTY);
        assertTrue(endpoint.isEjected());
    }

    @Test
    void failuresWithoutAnAnswerCountAs5xxUnlessSplit() {
        Endpoint joined = endpoints(TestEndpoints.outlier(2, 0, 100, 0), 2).get(0);
        joined.failed();
        joined.answered(500, HttpFields.EMPTY);
        assertTrue(joined.isEjected());
        OutlierSpec split =
                new OutlierSpec(2, 0, true, 3, Duration.ofSeconds(10), Duration.ofSeconds(30), 100, 0, Set.of());
        Endpoint apart = endpoints(split, 2).get(0);
        apart.failed();
        apart.failed();
        assertFalse(apart.isEjected());
        apart.failed();
        assertTrue(apart.isEjected());
    }

    @Test
    void onlyTheStatusesNamedCount() {
        OutlierSpec spec =
                new OutlierSpec(1, 0, false, 5, Duration.ofSeconds(10), Duration.ofSeconds(30), 100, 0, Set.of(429));
        Endpoint endpoint = endpoints(spec, 2).get(0);
        endpoint.answered(500, HttpFields.EMPTY);
        assertFalse(endpoint.isEjected());
        endpoint.answered(429, HttpFields.EMPTY);
        assertTrue(endpoint.isEjected());
    }

    @Test
    void noMoreThanThePercentageAreEjected() {
        List<Endpoint> endpoints = endpoints(TestEndpoints.outlier(1, 0, 50, 0), 4);
        endpoints.forEach(endpoint -> endpoint.answered(500, HttpFields.EMPTY));
        assertEquals(2, endpoints.stream().filter(Endpoint::isEjected).count());
    }

    @Test
    void ejectionsGrowAndGoodConductMakesUpForThem() {
        Health health = new Health();
        assertEquals(30, eject(health, 0));
        assertTrue(health.isEjected(29 * SECOND));
        assertFalse(health.isEjected(30 * SECOND));
        assertEquals(60 + 9, eject(health, 31));
        // Two intervals after it came back, both ejections are made up for
        assertEquals(30, eject(health, 100 + 20));
    }

    @Test
    void anEjectionEndsWhenAnIntervalDoes() {
        Health health = new Health();
        assertEquals(30 + 7, eject(health, 3));
        assertTrue(health.isEjected(39 * SECOND));
        assertFalse(health.isEjected(40 * SECOND));
    }

    @Test
    void ejectionsDoNotGrowForEver() {
        Health health = new Health();
        long now = 0;
        for (int i = 0; i < 20; i++) {
            now += eject(health, now);
        }
        assertEquals(300, eject(health, now));
    }

    /** With a base of 30 s, at most 300 s, in intervals of 10 s. */
    private static long eject(Health health, long now) {
        return health.eject(now * SECOND, 30 * SECOND, 300 * SECOND, 0, 10 * SECOND) / SECOND;
    }

    @Test
    void aGrpcAnswerWithoutMessagesCountsByItsStatus() {
        Endpoint endpoint = endpoints(TestEndpoints.outlier(2, 0, 100, 0), 2).get(0);
        endpoint.answered(200, grpc("14"));
        endpoint.answered(200, grpc("5"));
        endpoint.answered(200, grpc("13"));
        assertFalse(endpoint.isEjected());
        endpoint.answered(200, grpc("4"));
        assertTrue(endpoint.isEjected());
    }

    private static HttpFields grpc(String status) {
        return HttpFields.build().add("content-type", "application/grpc+proto").add("grpc-status", status);
    }

    @Test
    void answersThatBreakOffEjectAlthoughTheirHeadsWereGood() {
        Endpoint endpoint = endpoints(TestEndpoints.outlier(2, 0, 100, 0), 2).get(0);
        for (int i = 0; i < 3; i++) {
            endpoint.answered(200, HttpFields.EMPTY);
            endpoint.brokeOff();
            endpoint.answered(200, HttpFields.EMPTY);
            endpoint.completed();
        }
        assertFalse(endpoint.isEjected());
        endpoint.brokeOff();
        endpoint.answered(200, HttpFields.EMPTY);
        endpoint.brokeOff();
        assertTrue(endpoint.isEjected());
        assertEquals(5, endpoint.resets());
    }

    @Test
    void anEjectedEndpointIsNotPickedAndAllEjectedMeansNone() {
        TrafficPolicySpec policy =
                TestEndpoints.policy(new LoadBalancing.RoundRobin(), TestEndpoints.outlier(1, 0, 100, 0));
        List<Endpoint> endpoints = endpoints(TestEndpoints.outlier(1, 0, 100, 0), 2);
        endpoints.get(0).answered(500, HttpFields.EMPTY);
        Choice one = Choice.of(endpoints, policy, 0, System.nanoTime());
        for (int i = 0; i < 10; i++) {
            assertEquals(endpoints.get(1), one.pick(TestEndpoints.anything()));
        }
        endpoints.get(1).answered(500, HttpFields.EMPTY);
        assertNull(Choice.of(endpoints, policy, 0, System.nanoTime()).pick(TestEndpoints.anything()));
    }

    @Test
    void belowTheHealthyPercentageAllAreUsed() {
        TrafficPolicySpec policy =
                TestEndpoints.policy(new LoadBalancing.RoundRobin(), TestEndpoints.outlier(1, 0, 100, 60));
        List<Endpoint> endpoints = endpoints(TestEndpoints.outlier(1, 0, 100, 60), 2);
        endpoints.get(0).answered(500, HttpFields.EMPTY);
        Choice choice = Choice.of(endpoints, policy, 60, System.nanoTime());
        Set<Endpoint> picked = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            picked.add(choice.pick(TestEndpoints.anything()));
        }
        assertEquals(new HashSet<>(endpoints), picked);
    }

    /** 1.4 × 1/2 = 0.7 of the traffic stays; of 10,000 picks the deviation is 46, the bound more than five of them. */
    @Test
    void aPriorityThatLosesEndpointsGivesTheRestToTheNext() {
        TrafficPolicySpec policy =
                TestEndpoints.policy(LoadBalancing.LeastRequest.INSTANCE, TestEndpoints.outlier(1, 0, 100, 0));
        ClusterCalls calls = new ClusterCalls("test", policy);
        List<Endpoint> endpoints = List.of(
                TestEndpoints.endpoint(calls, 1, 1, 0),
                TestEndpoints.endpoint(calls, 2, 1, 0),
                TestEndpoints.endpoint(calls, 3, 1, 1));
        assertNotNull(calls.outliers()).observe(() -> endpoints, () -> {});
        assertEquals(0, fallback(endpoints, policy));
        endpoints.get(0).answered(500, HttpFields.EMPTY);
        assertEquals(3000, fallback(endpoints, policy), 250);
        endpoints.get(1).answered(500, HttpFields.EMPTY);
        assertEquals(10_000, fallback(endpoints, policy));
    }

    private static int fallback(List<Endpoint> endpoints, TrafficPolicySpec policy) {
        Choice choice = Choice.of(endpoints, policy, 0, System.nanoTime());
        int picked = 0;
        for (int i = 0; i < 10_000; i++) {
            picked += choice.pick(TestEndpoints.anything()) == endpoints.get(2) ? 1 : 0;
        }
        return picked;
    }

    private static <T> T assertNotNull(T value) {
        org.junit.jupiter.api.Assertions.assertNotNull(value);
        return value;
    }

    private static List<Endpoint> endpoints(OutlierSpec spec, int count) {
        ClusterCalls calls = new ClusterCalls("test", TestEndpoints.policy(LoadBalancing.LeastRequest.INSTANCE, spec));
        int[] weights = new int[count];
        java.util.Arrays.fill(weights, 1);
        List<Endpoint> endpoints = TestEndpoints.weighing(calls, weights);
        assertNotNull(calls.outliers()).observe(() -> endpoints, () -> {});
        return endpoints;
    }
}
