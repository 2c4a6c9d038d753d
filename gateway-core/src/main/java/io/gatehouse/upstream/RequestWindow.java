package io.gatehouse.upstream;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests that began within an interval, in ten parts of it: so it reaches back up to a tenth less than the whole. A
 * count taken while a part changes hands may miss a request.
 */
final class RequestWindow {
    private static final int PARTS = 10;

    private final long partNanos;
    private final AtomicInteger[] counts = new AtomicInteger[PARTS];
    private final AtomicLong current = new AtomicLong();

    RequestWindow(Duration interval) {
        this.partNanos = Math.max(1, interval.toNanos() / PARTS);
        for (int i = 0; i < PARTS; i++) {
            counts[i] = new AtomicInteger();
        }
    }

    void count(long now) {
        counts[moveTo(now)].incrementAndGet();
    }

    int requests(long now) {
        moveTo(now);
        int sum = 0;
        for (AtomicInteger each : counts) {
            sum += each.get();
        }
        return sum;
    }

    /** Empties the parts whose time is over; one thread does it, others go on. */
    private int moveTo(long now) {
        long part = Math.floorDiv(now, partNanos);
        long before = current.get();
        if (part > before && current.compareAndSet(before, part)) {
            for (long i = Math.max(before + 1, part - PARTS + 1); i <= part; i++) {
                counts[(int) Math.floorMod(i, (long) PARTS)].set(0);
            }
        }
        return (int) Math.floorMod(part, (long) PARTS);
    }
}
