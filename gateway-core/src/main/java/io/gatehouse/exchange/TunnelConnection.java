package io.gatehouse.exchange;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** One side of an upgraded connection: opaque bytes, read on demand and written with back-pressure. */
public class TunnelConnection extends AbstractConnection
        implements Connection.UpgradeTo, Content.Source, Content.Sink, io.gatehouse.exchange.Tunnel {
    /** How long a tunnel may be silent: an hour, as Istio lets TCP be. */
    private static final Duration IDLE_TIMEOUT = Duration.ofHours(1);

    private static final int BUFFER_SIZE = 16 * 1024;

    private final ByteBufferPool buffers;
    private @Nullable ByteBuffer leftover;
    private @Nullable Runnable demand;
    private @Nullable Throwable failure;
    private boolean eof;

    /** A side whose bytes may be read once its endpoint has changed over to it. */
    public TunnelConnection(EndPoint endPoint, Executor executor, ByteBufferPool buffers) {
        super(endPoint, executor);
        this.buffers = buffers;
    }

    /** Copies both ways until both sides have ended, or one broke; then both are closed. */
    public void join(io.gatehouse.exchange.Tunnel upstream) {
        Callback end = new End(upstream);
        Content.copy(this, upstream.toUpstream(), end);
        Content.copy(upstream.fromUpstream(), this, end);
    }

    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        leftover = buffer;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(IDLE_TIMEOUT.toMillis());
    }

    @Override
    public Content.@Nullable Chunk read() {
        if (failure != null) {
            return Content.Chunk.from(failure);
        }
        ByteBuffer first = leftover;
        leftover = null;
        if (first != null && first.hasRemaining()) {
            return Content.Chunk.from(first, false);
        }
        return eof ? Content.Chunk.EOF : fill();
    }

    private Content.@Nullable Chunk fill() {
        RetainableByteBuffer buffer = buffers.acquire(BUFFER_SIZE, true);
        try {
            int filled = getEndPoint().fill(buffer.getByteBuffer());
            if (filled > 0) {
                return Content.Chunk.asChunk(buffer.getByteBuffer(), false, buffer);
            }
            buffer.release();
            eof = filled < 0;
            return eof ? Content.Chunk.EOF : null;
        } catch (java.io.IOException e) {
            buffer.release();
            failure = e;
            return Content.Chunk.from(e);
        }
    }

    @Override
    public void demand(Runnable demandCallback) {
        ByteBuffer first = leftover;
        if (eof || failure != null || (first != null && first.hasRemaining())) {
            demandCallback.run();
            return;
        }
        demand = demandCallback;
        fillInterested();
    }

    @Override
    public void fail(Throwable cause) {
        failure = cause;
        abort(cause);
    }

    @Override
    public void onFillable() {
        runDemand();
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        failure = cause;
        runDemand();
    }

    private void runDemand() {
        Runnable callback = demand;
        demand = null;
        if (callback != null) {
            callback.run();
        }
    }

    @Override
    public void write(boolean last, ByteBuffer bytes, Callback callback) {
        if (!last) {
            getEndPoint().write(callback, bytes);
        } else if (bytes.hasRemaining()) {
            getEndPoint().write(Callback.from(() -> halfClose(callback), callback::failed), bytes);
        } else {
            halfClose(callback);
        }
    }

    private void halfClose(Callback callback) {
        getEndPoint().shutdownOutput();
        callback.succeeded();
    }

    @Override
    public Content.Source fromUpstream() {
        return this;
    }

    @Override
    public Content.Sink toUpstream() {
        return this;
    }

    @Override
    public void abort(Throwable cause) {
        getEndPoint().close(cause);
    }

    /** Hears of both directions. */
    private final class End implements Callback {
        private final io.gatehouse.exchange.Tunnel upstream;
        private boolean one;

        End(io.gatehouse.exchange.Tunnel upstream) {
            this.upstream = upstream;
        }

        @Override
        public synchronized void succeeded() {
            if (one) {
                finish(new EofException("both sides have ended"));
            }
            one = true;
        }

        @Override
        public void failed(Throwable cause) {
            finish(cause);
        }

        private void finish(Throwable cause) {
            abort(cause);
            upstream.abort(cause);
        }
    }
}
