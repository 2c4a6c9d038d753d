package io.gatehouse.jetty.listener;

import java.util.function.LongSupplier;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.eclipse.jetty.http2.parser.ResetBodyParser;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RateControl;

/**
 * Tells a flood of HTTP/2 frames that do no work from a busy connection. An empty budget ends the session with
 * ENHANCE_YOUR_CALM.
 *
 * <ul>
 *   <li>Resets count when more than half of all streams are reset, as Envoy judges rapid resets.
 *   <li>PING, SETTINGS, PRIORITY, empty frames and CONTINUATION count each.
 *   <li>What an honest peer can't help counts little, since it comes as often as requests do: a WINDOW_UPDATE or DATA
 *       that crossed the stream's end, and our own reset after an answer that did not wait for the body (RFC 9113
 *       §8.1). Jetty reports all of these too. Resets that a client provoked by breaking the protocol are not ours.
 * </ul>
 */
final class EventBudget implements RateControl {
    private static final double HONEST = 0.05;
    private static final StackWalker STACK = StackWalker.getInstance();
    private static final String CLIENTS_RESET = ResetBodyParser.class.getName();
    private static final int CALLS_FROM_PARSER = 8;

    private final LongSupplier streamsOpened;
    private final TokenBucket frames;
    private final TokenBucket resets;
    private long resetStreams;

    /**
     * Makes the budget of one connection.
     *
     * @param streamsOpened how many streams the connection has had so far
     */
    EventBudget(LongSupplier nanoClock, LongSupplier streamsOpened) {
        this.streamsOpened = streamsOpened;
        this.frames = new TokenBucket(nanoClock, 2_000, 1_000);
        this.resets = new TokenBucket(nanoClock, 500, 100);
    }

    @Override
    public synchronized boolean onEvent(Object event) {
        if (event instanceof ResetFrame reset && !isOurs(reset)) {
            resetStreams++;
            return resetStreams * 2 <= streamsOpened.getAsLong() || resets.take(1);
        }
        return frames.take(isHonest(event) ? HONEST : 1);
    }

    /** A client's reset looks the same; only that it comes out of the parser tells. */
    private static boolean isOurs(ResetFrame reset) {
        boolean calm =
                reset.getError() == ErrorCode.NO_ERROR.code || reset.getError() == ErrorCode.CANCEL_STREAM_ERROR.code;
        return calm
                && STACK.walk(calls -> calls.limit(CALLS_FROM_PARSER)
                        .noneMatch(call -> call.getClassName().equals(CLIENTS_RESET)));
    }

    private static boolean isHonest(Object event) {
        return event instanceof DataFrame data && data.remaining() > 0
                || event instanceof ResetFrame
                || event instanceof WindowUpdateFrame update && update.getWindowDelta() > 0;
    }

    /** Gives each connection a budget of its own. */
    static final class PerConnection implements RateControl.Factory {
        @Override
        public RateControl newRateControl(EndPoint endPoint) {
            return new EventBudget(System::nanoTime, () -> streamsOpened(endPoint));
        }

        private static long streamsOpened(EndPoint endPoint) {
            return endPoint.getConnection() instanceof HTTP2Connection connection
                    ? connection.getSession().getStreamsOpened()
                    : 0;
        }
    }
}
