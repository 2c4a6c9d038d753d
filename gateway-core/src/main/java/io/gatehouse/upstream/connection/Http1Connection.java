package io.gatehouse.upstream.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an upstream: one request at a time, then the next. While it waits for a head, or for nothing, its
 * socket is watched; the bytes of a body are read when somebody wants them.
 *
 * <pre>
 *   IDLE ─▶ call: sending ∥ waiting for the head ─▶ body ─▶ IDLE …
 *     └──────└─▶ CLOSED
 * </pre>
 */
final class Http1Connection extends AbstractConnection implements Connection.UpgradeFrom, Content.Source {
    private static final Object IDLE = "idle";
    private static final Object CLOSED = "closed";

    private final Http1Shelf shelf;
    private final Http1Pool pool;
    private final Http1Reader reader;
    private final Callback onReadable = new Readable();
    private final long openedNanoTime = System.nanoTime();
    private final AtomicReference<Object> user = new AtomicReference<>(IDLE);
    private final AtomicReference<@Nullable Runnable> demand = new AtomicReference<>();
    private volatile @Nullable Throwable failure;
    private volatile boolean spoilt;
    /** Whether no answer is awaited. */
    private volatile boolean complete = true;

    private int uses;

    Http1Connection(Http1Shelf shelf, EndPoint endPoint) {
        super(endPoint, shelf.pool().executor());
        this.shelf = shelf;
        this.pool = shelf.pool();
        this.reader = new Http1Reader(endPoint, pool.buffers());
    }

    ByteBufferPool buffers() {
        return pool.buffers();
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().fillInterested(onReadable);
        shelf.opened(this);
    }

    /** Gives it to a request; false when it has ended, or is too old. */
    boolean claim(Http1Call call) {
        if (isWornOut()) {
            closeIdle();
            return false;
        }
        uses++;
        complete = false;
        reader.begin(call.head().isToHead());
        return user.compareAndSet(IDLE, call);
    }

    private boolean isWornOut() {
        int maxUses = pool.settings().maxUses();
        if (maxUses > 0 && uses >= maxUses) {
            return true;
        }
        Duration longest = pool.settings().maxDuration();
        return longest != null && System.nanoTime() - openedNanoTime > longest.toNanos();
    }

    /** Sends the request that it was given to. */
    void send(Http1Call call) {
        if (!call.take(this)) {
            if (user.compareAndSet(call, IDLE)) {
                shelf.release(this);
            }
            return;
        }
        call.listener().onConnected();
        new Http1Sender(this, call).iterate();
    }

    /** The request is out. */
    void requestDone(Http1Call call) {
        if (call.requestDone()) {
            free(call);
        }
    }

    /** The upstream stopped reading; it may have answered all the same, or will be found closed. */
    void requestFailed(Http1Call call, Throwable cause) {
        spoilt = true;
        if (call.body() != null) {
            call.body().fail(cause);
        }
        if (call.requestDone()) {
            free(call);
        } else if (cause instanceof IOException && getEndPoint().isOpen()) {
            return;
        } else {
            fail(cause);
        }
    }

    /** Both sides of an exchange are done. */
    private void free(Http1Call call) {
        if (!spoilt && reader.isReusable() && !isWornOut() && user.compareAndSet(call, IDLE)) {
            if (spoilt) {
                closeIdle();
            } else {
                shelf.release(this);
            }
        } else if (user.getAndSet(CLOSED) != CLOSED) {
            getEndPoint().close();
            reader.close();
            shelf.gone(this);
        }
        call.end(null);
    }

    private final class Readable implements Callback {
        @Override
        public void succeeded() {
            onFillable();
        }

        @Override
        public void failed(Throwable cause) {
            fail(cause);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    @Override
    public void onFillable() {
        Runnable waiting = demand.getAndSet(null);
        if (waiting != null) {
            waiting.run();
        } else if (complete) {
            // The upstream closed it after its answer, or speaks without being asked
            spoilt = true;
            closeIdle();
        } else if (user.get() instanceof Http1Call call) {
            readHead(call);
        } else {
            closeIdle();
        }
    }

    private void readHead(Http1Call call) {
        try {
            while (user.get() == call && reader.advance()) {
                Http1Answer answer = reader.answer();
                if (answer.isUpgrade() && reader.isComplete()) {
                    upgrade(call, answer);
                    return;
                }
                if (!answer.isInterim() && !answer.isUpgrade()) {
                    call.listener().onAnswer(answer, this);
                    return;
                }
                if (reader.isComplete()) {
                    reader.begin(call.head().isToHead());
                    call.listener().onInterim(answer.status(), answer.fields());
                }
            }
            if (user.get() == call) {
                getEndPoint().fillInterested(onReadable);
            }
        } catch (IOException | RuntimeException broken) {
            fail(broken);
        }
    }

    private void upgrade(Http1Call call, Http1Answer answer) {
        if (user.compareAndSet(call, CLOSED)) {
            shelf.gone(this);
            if (call.finish()) {
                call.listener().onUpgraded(answer, getEndPoint());
            } else {
                getEndPoint().close();
            }
        }
    }

    @Override
    public @Nullable ByteBuffer onUpgradeFrom() {
        return reader.takeRest();
    }

    @Override
    public Content.@Nullable Chunk read() {
        Throwable broken = failure;
        if (broken != null) {
            return Content.Chunk.from(broken);
        }
        if (complete) {
            return Content.Chunk.EOF;
        }
        try {
            Content.Chunk chunk = reader.read();
            if (chunk != null && chunk.isLast()) {
                complete = true;
                answered();
            }
            return chunk;
        } catch (IOException | RuntimeException cause) {
            fail(cause);
            return Content.Chunk.from(cause);
        }
    }

    /** The last byte of the answer was read: the connection is free before the client has got it. */
    private void answered() {
        if (user.get() instanceof Http1Call call) {
            if (!reader.isAtEnd()) {
                getEndPoint().fillInterested(onReadable);
            }
            if (call.responseDone()) {
                free(call);
            }
        }
    }

    @Override
    public void demand(Runnable demandCallback) {
        if (failure != null || complete || reader.hasMore()) {
            demandCallback.run();
            return;
        }
        demand.set(demandCallback);
        if (failure == null) {
            getEndPoint().fillInterested(onReadable);
        } else if (demand.compareAndSet(demandCallback, null)) {
            demandCallback.run();
        }
    }

    /** The request that it serves is not wanted any more. */
    void abort(Http1Call call, Throwable cause) {
        if (user.get() == call) {
            fail(cause);
        }
    }

    /** Ends it, and the request that it serves. */
    @Override
    public void fail(Throwable cause) {
        Object served = user.getAndSet(CLOSED);
        if (served == CLOSED) {
            return;
        }
        failure = cause;
        getEndPoint().close(cause);
        reader.close();
        shelf.gone(this);
        if (served instanceof Http1Call call) {
            call.end(cause);
        }
        Runnable waiting = demand.getAndSet(null);
        if (waiting != null) {
            waiting.run();
        }
    }

    /** Ends it, unless it serves a request. */
    void closeIdle() {
        if (user.compareAndSet(IDLE, CLOSED)) {
            getEndPoint().close();
            reader.close();
            shelf.gone(this);
        }
    }

    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        long idle = getEndPoint() instanceof AbstractEndPoint socket ? socket.getIdleFor() : Long.MAX_VALUE;
        if (user.get() instanceof Http1Call) {
            if (idle >= pool.settings().requestIdleTimeout().toMillis()) {
                fail(timeout);
            }
        } else if (!pool.settings().idleTimeout().isZero()
                && idle >= pool.settings().idleTimeout().toMillis()) {
            closeIdle();
        }
        return false;
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        fail(cause == null ? new ClosedChannelException() : cause);
    }
}
