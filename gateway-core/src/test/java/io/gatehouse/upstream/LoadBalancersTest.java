package io.gatehouse.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.route.LoadBalancing;
import io.gatehouse.route.TrafficPolicySpec;
import io.gatehouse.route.WarmupSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Shares are of 20,000 picks. A share p of n independent picks has the deviation √(p(1-p)/n), here at most 0.36 percent
 * points; the bound of 2 points is over five deviations: a right balancer fails in less than one run of a million.
 */
class LoadBalancersTest {
    private static final int PICKS = 20_000;
    private static final double BOUND = 0.02;

    private final ClusterCalls calls = new ClusterCalls("test", TrafficPolicySpec.DEFAULT);

    @Test
    void roundRobinVisitsEachEndpointAsOften() {
        List<Endpoint> endpoints = TestEndpoints.even(4);
        Map<Endpoint, Integer> counts = count(new RoundRobin(endpoints), 400);
        endpoints.forEach(endpoint -> assertEquals(100, counts.get(endpoint)));
    }

    @Test
    void roundRobinGivesExactlyTheWeightsInOneRound() {
        List<Endpoint> endpoints = TestEndpoints.weighing(calls, 1, 3, 6);
        Map<Endpoint, Integer> counts = count(new RoundRobin(endpoints), 10);
        assertEquals(
                List.of(1, 3, 6),
                endpoints.stream().map(each -> counts.getOrDefault(each, 0)).toList());
    }

    @Test
    void randomDrawsByWeight() {
        List<Endpoint> endpoints = TestEndpoints.weighing(calls, 1, 1, 2);
        assertShares(endpoints, new LoadBalancing.Random(), 0.25, 0.25, 0.5);
    }

    @Test
    void leastRequestDrawsByWeightWhileNothingIsInFlight() {
        List<Endpoint> endpoints = TestEndpoints.weighing(calls, 1, 1, 2);
        assertShares(endpoints, LoadBalancing.LeastRequest.INSTANCE, 0.25, 0.25, 0.5);
    }

    @Test
    void leastRequestPicksABusyEndpointOnlyWhenItIsDrawnTwice() {
        List<Endpoint> endpoints = TestEndpoints.even(4);
        for (int i = 0; i < 10; i++) {
            endpoints.get(0).tryBegin();
        }
        double each = (1 - 1 / 16.0) / 3;
        assertShares(endpoints, LoadBalancing.LeastRequest.INSTANCE, 1 / 16.0, each, each, each);
    }

    @Test
    void anEndpointThatWarmsUpGetsLess() {
        List<Endpoint> endpoints = TestEndpoints.even(3);
        WarmupSpec warmup = new WarmupSpec(Duration.ofHours(1), 25, 1);
        // All are as new: nobody is favoured
        Map<Endpoint, Integer> counts = count(new WarmingUp(new RoundRobin(endpoints), warmup), PICKS);
        endpoints.forEach(endpoint -> assertEquals(1 / 3.0, counts.get(endpoint) / (double) PICKS, BOUND));
        assertEquals(0.25, warmup.factor(0));
        assertEquals(0.5, warmup.factor(Duration.ofMinutes(30).toNanos()), 1e-9);
        assertEquals(1, warmup.factor(Duration.ofHours(2).toNanos()));
    }

    private void assertShares(List<Endpoint> endpoints, LoadBalancing balancing, double... shares) {
        LoadBalancer balancer = LoadBalancers.create(TestEndpoints.policy(balancing, null), endpoints);
        Map<Endpoint, Integer> counts = count(balancer, PICKS);
        for (int i = 0; i < shares.length; i++) {
            double share = counts.getOrDefault(endpoints.get(i), 0) / (double) PICKS;
            assertTrue(Math.abs(share - shares[i]) < BOUND, "share " + i + " is " + share + ", not " + shares[i]);
        }
    }

    private static Map<Endpoint, Integer> count(LoadBalancer balancer, int picks) {
        Map<Endpoint, Integer> counts = new HashMap<>();
        for (int i = 0; i < picks; i++) {
            counts.merge(balancer.pick(TestEndpoints.anything(), 0), 1, Integer::sum);
        }
        return counts;
    }
}
