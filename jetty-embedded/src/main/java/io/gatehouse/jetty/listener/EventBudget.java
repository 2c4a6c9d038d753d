package io.gatehouse.jetty.listener;

import java.util.function.LongSupplier;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RateControl;

/**
 * Tells a flood of HTTP/2 frames that do no work (rapid resets, PING, SETTINGS, PRIORITY, empty frames, CONTINUATION)
 * from a busy connection: a token bucket, refilled steadily. An empty bucket ends the session with ENHANCE_YOUR_CALM.
 *
 * <p>Jetty also counts what an honest peer can't help, a WINDOW_UPDATE or DATA that crossed the stream's end, as often
 * as there are requests; such frames weigh little.
 */
final class EventBudget implements RateControl {
    private static final int REFILL_PER_SECOND = 1_000;
    private static final int CAPACITY = 5_000;
    private static final double LATE_FRAME = 0.02;

    private final LongSupplier nanoClock;
    private double tokens = CAPACITY;
    private long filledAt;

    EventBudget(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.filledAt = nanoClock.getAsLong();
    }

    @Override
    public synchronized boolean onEvent(Object event) {
        long now = nanoClock.getAsLong();
        tokens = Math.min(CAPACITY, tokens + (now - filledAt) * 1e-9 * REFILL_PER_SECOND);
        filledAt = now;
        tokens -= weight(event);
        return tokens >= 0;
    }

    private static double weight(Object event) {
        boolean crossedTheEnd = event instanceof Stream.Data
                || event instanceof WindowUpdateFrame update && update.getWindowDelta() > 0;
        return crossedTheEnd ? LATE_FRAME : 1;
    }

    /** Gives each connection a budget of its own. */
    static final class PerConnection implements RateControl.Factory {
        @Override
        public RateControl newRateControl(EndPoint endPoint) {
            return new EventBudget(System::nanoTime);
        }
    }
}
