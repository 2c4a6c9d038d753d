package io.gatehouse.route;

import java.time.Duration;

/**
 * New endpoints get their share slowly ({@code loadBalancer.warmup}).
 *
 * @param duration until an endpoint has its full share
 * @param minimumPercent of its share at the beginning; 10 by default
 * @param aggression 1 grows evenly, more grows faster at first; 1 by default
 */
public record WarmupSpec(Duration duration, double minimumPercent, double aggression) {
    /** The part of its share, 0 to 1, that an endpoint of this age has. */
    public double factor(long ageNanos) {
        double time = Math.max(0, ageNanos) / (double) Math.max(1, duration.toNanos());
        return time >= 1 ? 1 : Math.max(minimumPercent / 100, Math.pow(time, 1 / aggression));
    }
}
