package io.gatehouse.route;

/**
 * How many retries a cluster has at one time ({@code trafficPolicy.retryBudget}).
 *
 * @param percent of the requests in flight; 20 by default
 * @param minConcurrency allowed in any case; 3 by default
 */
public record RetryBudgetSpec(double percent, int minConcurrency) {
    /** The most retries at one time while this many requests are in flight. */
    public int limit(int active) {
        return Math.max(minConcurrency, (int) (active * percent / 100));
    }
}
