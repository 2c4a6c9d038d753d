package io.gatehouse.route;

import java.time.Duration;
import java.util.Set;

/**
 * When a failing endpoint is left out for a while ({@code trafficPolicy.outlierDetection}). Counts of 0 are off.
 *
 * @param consecutive5xx answers of 5xx in a row; 5 by default. Failures without an answer count too, unless split
 * @param consecutiveGatewayErrors answers of 502, 503 or 504 in a row; off by default
 * @param splitLocalOrigin whether failures without an answer are counted apart
 * @param consecutiveLocalOrigin such failures in a row; 5 by default
 * @param interval after which a well-behaved endpoint's next ejection is shorter again; 10 s by default
 * @param baseEjectionTime times the number of ejections is how long one lasts; 30 s by default
 * @param maxEjectionPercent of the endpoints at one time; 10 by default
 * @param minHealthPercent below which all endpoints are used, ejected or not; 0 by default
 * @param errorStatuses the statuses that count in place of 5xx; empty for 5xx
 */
public record OutlierSpec(
        int consecutive5xx,
        int consecutiveGatewayErrors,
        boolean splitLocalOrigin,
        int consecutiveLocalOrigin,
        Duration interval,
        Duration baseEjectionTime,
        int maxEjectionPercent,
        int minHealthPercent,
        Set<Integer> errorStatuses) {
    public OutlierSpec {
        errorStatuses = Set.copyOf(errorStatuses);
    }
}
