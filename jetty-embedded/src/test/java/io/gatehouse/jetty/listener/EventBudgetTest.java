package io.gatehouse.jetty.listener;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.junit.jupiter.api.Test;

class EventBudgetTest {
    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong streams = new AtomicLong();
    private final EventBudget budget = new EventBudget(clock::get, streams::get);

    /** Whether the connection outlives frames at a steady rate. */
    private boolean survives(Supplier<Frame> frame, int perSecond, Duration time) {
        long frames = time.toSeconds() * perSecond;
        for (long sent = 0; sent < frames; sent++) {
            clock.addAndGet(1_000_000_000L / perSecond);
            if (!budget.onEvent(frame.get())) {
                return false;
            }
        }
        return true;
    }

    private Frame resetOfOneStreamIn(int opened) {
        streams.addAndGet(opened);
        return new ResetFrame(1, ErrorCode.PROTOCOL_ERROR.code);
    }

    @Test
    void resetsThatTheClientProvokesEndTheConnection() {
        assertFalse(survives(() -> resetOfOneStreamIn(1), 1_000, Duration.ofSeconds(2)));
    }

    @Test
    void pingFloodEndsTheConnection() {
        assertFalse(survives(() -> new PingFrame(1, false), 50_000, Duration.ofSeconds(2)));
    }

    @Test
    void emptyDataFloodEndsTheConnection() {
        assertFalse(survives(() -> new DataFrame(1, ByteBuffer.allocate(0), false), 50_000, Duration.ofSeconds(2)));
    }

    @Test
    void resettingEverySecondRequestIsNoFlood() {
        assertTrue(survives(() -> resetOfOneStreamIn(2), 5_000, Duration.ofMinutes(1)));
    }

    @Test
    void resettingAllOfAFewRequestsIsNoFlood() {
        assertTrue(survives(() -> resetOfOneStreamIn(1), 100, Duration.ofMinutes(5)));
    }

    @Test
    void earlyAnswersThatDoNotWaitForTheBodyAreNoFlood() {
        assertTrue(
                survives(() -> new ResetFrame(1, ErrorCode.CANCEL_STREAM_ERROR.code), 15_000, Duration.ofMinutes(1)));
    }

    @Test
    void lateWindowUpdatesOfABusyConnectionAreNoFlood() {
        assertTrue(survives(() -> new WindowUpdateFrame(1, 1_000), 15_000, Duration.ofMinutes(1)));
    }
}
