package io.gatehouse.route;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Faults injected on purpose ({@code http[].fault}).
 *
 * @param delay how long a request is held; null for none
 * @param delayPercent 0 to 100
 * @param abortStatus HTTP status of the abort; 0 when it is a gRPC one or there is none
 * @param abortGrpcStatus gRPC status code of the abort; -1 for none
 * @param abortPercent 0 to 100
 */
public record FaultSpec(
        @Nullable Duration delay, double delayPercent, int abortStatus, int abortGrpcStatus, double abortPercent) {}
