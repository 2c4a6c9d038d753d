package io.gatehouse.resource;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.http[].retries}, also the mesh's {@code defaultHttpRetryPolicy}.
 *
 * @param attempts retries after the first try; 0 disables
 * @param perTryTimeout the route's timeout when absent
 * @param retryOn comma-separated conditions and status codes
 * @param retryRemoteLocalities default false
 * @param retryIgnorePreviousHosts default true
 * @param backoff base of the exponential pause, 25 ms when absent
 */
public record HttpRetry(
        @Nullable Integer attempts,
        @Nullable Duration perTryTimeout,
        @Nullable String retryOn,
        @Nullable Boolean retryRemoteLocalities,
        @Nullable Boolean retryIgnorePreviousHosts,
        @Nullable Duration backoff) {}
