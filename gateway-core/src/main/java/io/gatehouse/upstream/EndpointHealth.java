package io.gatehouse.upstream;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How well an endpoint is at one moment, for people who look.
 *
 * @param check what its health checks have shown; null where it was not asked yet, or never is
 * @param ejection how outlier detection leaves it out; null while it does not
 */
public record EndpointHealth(
        @Nullable Check check, @Nullable Ejection ejection) {
    /**
     * What health checks have shown.
     *
     * @param healthy whether it is used
     * @param since when it became so
     * @param lastFailure why its last failed check failed; null when none did
     */
    public record Check(
            boolean healthy, Instant since, @Nullable Failure lastFailure) {}

    /**
     * A failed check.
     *
     * @param problem such as {@code status 503}
     */
    public record Failure(Instant time, String problem) {}

    /**
     * A time of being left out.
     *
     * @param left until it comes back
     * @param times how often it was ejected, less what its good conduct has made up for
     */
    public record Ejection(Duration left, int times) {}

    /** {@code healthy}, {@code unhealthy} by its checks, or {@code ejected}. */
    public String state() {
        if (check != null && !check.healthy()) {
            return "unhealthy";
        }
        return ejection == null ? "healthy" : "ejected";
    }

    /** In a few words. */
    public String describe() {
        StringBuilder text = new StringBuilder(state());
        if (check != null) {
            text.append(check.healthy() ? ", passes its checks since " : " since ")
                    .append(check.since());
            Failure failure = check.lastFailure();
            if (failure != null) {
                text.append(", last failed check at ")
                        .append(failure.time())
                        .append(": ")
                        .append(failure.problem());
            }
        }
        if (ejection != null) {
            text.append(", left out for another ")
                    .append(ejection.left().toSeconds())
                    .append(" s (ejections: ")
                    .append(ejection.times())
                    .append(')');
        }
        return text.toString();
    }
}
