package io.gatehouse.jetty.exchange;

import io.gatehouse.upstream.connection.ResetAwareEndPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadPendingException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * An accepted socket that notices its client going away while a request is served. An HTTP/1 connection doesn't read
 * between the end of a request and its answer, so a client that gave up would be noticed by the first failed write
 * only, and the upstream would work for nobody until then.
 *
 * <p>What arrives meanwhile (a pipelined request, a TLS alert) is kept for the connection, up to a limit. The selector is
 * asked only once: the connection's own interest, which comes after the answer, takes the place of the watch.
 *
 * <pre>
 *   IDLE ─▶ ARMED ─▶ LOOKING ─▶ ARMED …      CLAIMED: the connection has begun to read by itself
 *             └────▶ CLAIMED ─▶ IDLE
 * </pre>
 */
public class WatchedEndPoint extends ResetAwareEndPoint {
    private static final int MAX_AHEAD = 8 * 1024;

    private enum State {
        IDLE,
        ARMED,
        LOOKING,
        CLAIMED
    }

    private final ManagedSelector selector;
    private final Executor executor;
    private final Watch watch = new Watch();
    private State state = State.IDLE;
    private ByteBuffer ahead = BufferUtil.EMPTY_BUFFER;
    private @Nullable Callback reader;
    private @Nullable Runnable gone;

    /**
     * Makes an endpoint that isn't watched yet.
     *
     * @param executor runs readers whose bytes have come already
     */
    public WatchedEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler, Executor executor) {
        super(channel, selector, key, scheduler);
        this.selector = selector;
        this.executor = executor;
    }

    /** Runs a task when the client closes before the connection reads again. */
    final void watch(Runnable onGone) {
        synchronized (watch) {
            if (reader != null) {
                return;
            }
            gone = onGone;
            boolean registered = state != State.IDLE;
            state = state == State.LOOKING ? state : State.ARMED;
            if (registered) {
                return;
            }
        }
        arm();
    }

    private void arm() {
        if (super.tryFillInterested(watch)) {
            return;
        }
        Callback waiting;
        synchronized (watch) {
            state = State.IDLE;
            waiting = takeReader();
        }
        if (waiting != null) {
            super.fillInterested(waiting);
        }
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        synchronized (watch) {
            if (state == State.LOOKING) {
                return 0;
            }
            if (state == State.ARMED) {
                state = State.CLAIMED;
            }
            if (ahead.hasRemaining()) {
                int filled = BufferUtil.append(buffer, ahead);
                ahead = ahead.hasRemaining() ? ahead : BufferUtil.EMPTY_BUFFER;
                return filled;
            }
        }
        return super.fill(buffer);
    }

    @Override
    public void fillInterested(Callback callback) {
        if (!tryFillInterested(callback)) {
            throw new ReadPendingException();
        }
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        synchronized (watch) {
            gone = null;
            if (reader != null) {
                return false;
            }
            boolean readable = state != State.LOOKING && ahead.hasRemaining();
            if (state != State.IDLE && !readable) {
                reader = callback;
                return true;
            }
            if (!readable) {
                return super.tryFillInterested(callback);
            }
        }
        executor.execute(callback::succeeded);
        return true;
    }

    @Override
    public boolean isFillInterested() {
        synchronized (watch) {
            return state == State.IDLE ? super.isFillInterested() : reader != null;
        }
    }

    private @Nullable Callback takeReader() {
        Callback taken = reader;
        reader = null;
        return taken;
    }

    private @Nullable Runnable takeGone() {
        Runnable taken = gone;
        gone = null;
        return taken;
    }

    /** The socket is readable, and nobody asked for its bytes. */
    private void look() {
        int filled;
        try {
            ByteBuffer room = room();
            filled = super.fill(room);
            ahead = room.hasRemaining() ? room : BufferUtil.EMPTY_BUFFER;
        } catch (IOException broken) {
            filled = -1;
        }
        Callback waiting;
        Runnable told = null;
        boolean again = false;
        synchronized (watch) {
            waiting = takeReader();
            if (waiting == null && filled < 0) {
                told = takeGone();
            }
            again = waiting == null && filled >= 0 && ahead.remaining() < MAX_AHEAD;
            state = again ? State.ARMED : State.IDLE;
        }
        if (waiting != null && filled == 0) {
            super.fillInterested(waiting);
        } else if (waiting != null) {
            waiting.succeeded();
        } else if (told != null) {
            told.run();
        } else if (again) {
            arm();
        }
    }

    private ByteBuffer room() {
        if (ahead.capacity() > 0) {
            return ahead;
        }
        return BufferUtil.allocate(MAX_AHEAD);
    }

    /** What the selector calls, for the watch or for the connection that took its place. */
    private final class Watch implements Callback {
        @Override
        public void succeeded() {
            Callback waiting;
            synchronized (this) {
                waiting = takeReader();
                boolean looks = waiting == null && state == State.ARMED;
                state = looks ? State.LOOKING : State.IDLE;
                if (waiting == null && !looks) {
                    return;
                }
            }
            if (waiting == null) {
                look();
            } else {
                waiting.succeeded();
            }
        }

        @Override
        public void failed(Throwable cause) {
            Callback waiting;
            Runnable told;
            synchronized (this) {
                state = State.IDLE;
                waiting = takeReader();
                told = takeGone();
            }
            if (waiting != null) {
                waiting.failed(cause);
            } else if (told != null) {
                // Later: TLS closes the socket in the middle of a write that fails, and whoever cancels that write from
                // within waits for itself, for ever.
                selector.submit(later -> told.run());
            }
        }

        @Override
        public InvocationType getInvocationType() {
            Callback waiting;
            synchronized (this) {
                waiting = reader;
            }
            return waiting == null ? InvocationType.NON_BLOCKING : waiting.getInvocationType();
        }
    }
}
