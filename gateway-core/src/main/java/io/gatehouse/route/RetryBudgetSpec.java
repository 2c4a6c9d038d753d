package io.gatehouse.route;

import java.time.Duration;

/**
 * How many retries a cluster has at one time ({@code trafficPolicy.retryBudget}).
 *
 * @param percent of the requests in flight; 20 by default
 * @param minConcurrency allowed in any case; 3 by default
 * @param interval requests that began within it count, too; zero, the default, for those in flight only
 */
public record RetryBudgetSpec(double percent, int minConcurrency, Duration interval) {
    /** The most retries at one time while this many requests count. */
    public int limit(int requests) {
        return Math.max(minConcurrency, (int) (requests * percent / 100));
    }
}
