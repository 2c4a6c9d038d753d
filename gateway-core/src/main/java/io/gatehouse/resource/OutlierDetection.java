package io.gatehouse.resource;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code trafficPolicy.outlierDetection}: failing endpoints get no requests for a while.
 *
 * @param consecutiveErrors deprecated
 * @param splitExternalLocalOriginErrors default false
 * @param consecutiveLocalOriginFailures 5 when absent
 * @param consecutiveGatewayErrors of 502, 503, 504; off when absent or 0
 * @param consecutive5xxErrors 5 when absent, off when 0
 * @param interval 10 s when absent
 * @param baseEjectionTime 30 s when absent
 * @param maxEjectionPercent 10 when absent
 * @param minHealthPercent 0 when absent
 * @param outlierDetectionHttpErrorCodes which statuses count
 */
public record OutlierDetection(
        @Nullable Integer consecutiveErrors,
        boolean splitExternalLocalOriginErrors,
        @Nullable Long consecutiveLocalOriginFailures,
        @Nullable Long consecutiveGatewayErrors,
        @Nullable Long consecutive5xxErrors,
        @Nullable Duration interval,
        @Nullable Duration baseEjectionTime,
        @Nullable Integer maxEjectionPercent,
        @Nullable Integer minHealthPercent,
        List<Integer> outlierDetectionHttpErrorCodes) {
    public OutlierDetection {
        outlierDetectionHttpErrorCodes = List.copyOf(outlierDetectionHttpErrorCodes);
    }
}
