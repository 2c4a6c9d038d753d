package io.gatehouse.route;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When and how often an attempt is repeated ({@code http[].retries}).
 *
 * @param attempts further attempts after the first; 0 never retries
 * @param perTryTimeout null means the route's timeout
 * @param on Envoy's names of the conditions, such as {@code connect-failure}
 * @param statuses response codes that are retried
 * @param backoff base of the exponential, jittered wait; 25 ms by default
 * @param avoidPreviousHosts {@code retryIgnorePreviousHosts}; true by default
 */
public record RetrySpec(
        int attempts,
        @Nullable Duration perTryTimeout,
        Set<String> on,
        Set<Integer> statuses,
        Duration backoff,
        boolean avoidPreviousHosts) {
    /** Istio's default: two retries of what surely did not reach the upstream. */
    public static final RetrySpec DEFAULT = new RetrySpec(
            2,
            null,
            Set.of("connect-failure", "refused-stream", "unavailable", "cancelled", "retriable-status-codes"),
            Set.of(),
            Duration.ofMillis(25),
            true);

    public RetrySpec {
        on = Set.copyOf(on);
        statuses = Set.copyOf(statuses);
    }
}
