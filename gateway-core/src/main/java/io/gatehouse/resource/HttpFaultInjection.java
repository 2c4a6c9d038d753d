package io.gatehouse.resource;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code spec.http[].fault}: a delay, an abort or both. */
public record HttpFaultInjection(
        @Nullable Delay delay, @Nullable Abort abort) {

    /**
     * {@code fault.delay}.
     *
     * @param percent deprecated form of percentage
     * @param percentage never when absent
     */
    public record Delay(
            @Nullable Duration fixedDelay,
            @Nullable Duration exponentialDelay,
            @Nullable Integer percent,
            @Nullable Percent percentage) {}

    /**
     * {@code fault.abort}: at most one of the kinds.
     *
     * @param grpcStatus by name, such as {@code UNAVAILABLE}
     * @param percentage never when absent
     */
    public record Abort(
            @Nullable Integer httpStatus,
            @Nullable String grpcStatus,
            @Nullable String http2Error,
            @Nullable Percent percentage) {}
}
