package io.gatehouse.upstream;

import io.gatehouse.upstream.EndpointHealth.Check;
import io.gatehouse.upstream.EndpointHealth.Failure;
import io.gatehouse.upstream.HealthChecks.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an endpoint's health checks.
 *
 * @param since when the verdict came; null before the first
 * @param lastFailure null when no check has failed
 */
record CheckHistory(
        Verdict verdict, @Nullable Instant since, @Nullable Failure lastFailure) {
    static final CheckHistory NONE = new CheckHistory(Verdict.UNKNOWN, null, null);

    CheckHistory judged(Verdict now, Instant time) {
        return new CheckHistory(now, time, lastFailure);
    }

    CheckHistory failed(String problem, Instant time) {
        return new CheckHistory(verdict, since, new Failure(time, problem));
    }

    /** For people who look; null before the first verdict. */
    @Nullable
    Check told() {
        return since == null ? null : new Check(verdict == Verdict.WELL, since, lastFailure);
    }
}
