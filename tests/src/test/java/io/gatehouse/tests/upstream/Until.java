package io.gatehouse.tests.upstream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;

/** Waits for what must come true. */
final class Until {
    private static final long LIMIT_NANOS = 20_000_000_000L;
    private static final long PAUSE_NANOS = 1_000_000;

    private Until() {}

    /** Something that becomes true. */
    interface Condition {
        boolean holds() throws Exception;
    }

    static void holds(Condition condition) throws Exception {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, "not within twenty seconds");
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
