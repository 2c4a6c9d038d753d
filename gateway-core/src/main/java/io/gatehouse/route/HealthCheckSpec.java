package io.gatehouse.route;

import java.time.Duration;
import java.util.Set;

/**
 * How endpoints are asked whether they are well, an addition to Istio's DestinationRule (annotations
 * {@code gatehouse.io/health-check-…}).
 *
 * @param path what is asked for with GET
 * @param host the Host, and the TLS server name where the policy has none
 * @param interval between checks of one endpoint; 5 s by default
 * @param timeout after which a check has failed; 1 s by default
 * @param jitterPercent of the interval, by which checks are spread; 10 by default
 * @param unhealthyThreshold failed checks in a row after which an endpoint is left out; 3 by default
 * @param healthyThreshold passed checks in a row after which it is used again; 2 by default
 * @param expectedStatuses of a passed check; 200 to 299 by default
 * @param panicPercent of well endpoints below which all are used; 50 by default
 */
public record HealthCheckSpec(
        String path,
        String host,
        Duration interval,
        Duration timeout,
        int jitterPercent,
        int unhealthyThreshold,
        int healthyThreshold,
        Set<Integer> expectedStatuses,
        int panicPercent) {
    public HealthCheckSpec {
        expectedStatuses = Set.copyOf(expectedStatuses);
    }

    @Override
    public String toString() {
        return "GET " + path + " of " + host + " every " + interval + ", within " + timeout;
    }
}
