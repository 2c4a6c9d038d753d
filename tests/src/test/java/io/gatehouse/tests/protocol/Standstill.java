package io.gatehouse.tests.protocol;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The end of what moves. */
final class Standstill {
    private Standstill() {}

    /** Something has moved, and then nothing in a hundred looks in a row. */
    static void await(AtomicLong moved) {
        long last = 0;
        for (int still = 0; still < 100; still++) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            long now = moved.get();
            still = now == last && now > 0 ? still : 0;
            last = now;
        }
    }
}
