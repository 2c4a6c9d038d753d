package io.gatehouse.upstream;

import io.gatehouse.upstream.EndpointHealth.Ejection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What an {@link OutlierDetector} remembers of one endpoint. */
final class Health {
    final AtomicInteger consecutive5xx = new AtomicInteger();
    final AtomicInteger consecutiveGateway = new AtomicInteger();
    final AtomicInteger consecutiveLocal = new AtomicInteger();
    final AtomicInteger consecutiveBroken = new AtomicInteger();

    private volatile boolean ejected;
    private volatile long until;
    private int times;

    /** Whether it is left out at this moment, by {@link System#nanoTime}. */
    boolean isEjected(long now) {
        return ejected && now - until < 0;
    }

    /** How it is left out at this moment; null while it is not. */
    @Nullable
    Ejection ejection(long now) {
        return isEjected(now) ? new Ejection(Duration.ofNanos(until - now), times()) : null;
    }

    /** When it comes back. */
    long until() {
        return until;
    }

    /** How often it was ejected, less what its good conduct has made up for. */
    synchronized int times() {
        return times;
    }

    /**
     * Leaves it out for a time that grows with each ejection, and then on to the end of an interval.
     *
     * @param start when the first interval began
     * @param interval of good conduct that takes one ejection off the count
     * @return for how long
     */
    synchronized long eject(long now, long base, long max, long start, long interval) {
        if (ejected) {
            long good = Math.max(0, now - until) / Math.max(1, interval);
            times = (int) Math.max(0, times - good);
        }
        times++;
        long duration = Math.min(base * times, Math.max(base, max));
        long step = Math.max(1, interval);
        until = start + -Math.floorDiv(start - now - duration, step) * step;
        ejected = true;
        consecutive5xx.set(0);
        consecutiveGateway.set(0);
        consecutiveLocal.set(0);
        consecutiveBroken.set(0);
        return until - now;
    }
}
