package io.gatehouse.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a Servlet output stream without blocking, one write at a time. Each write is flushed, so that an event
 * stream is not held back in the container's buffer; the last one is not, since the container does so at the end.
 *
 * <p>The writer's thread and the container's {@code onWritePossible} may meet: whoever comes second leaves its turn to
 * the first, so no lock is held while the container works.
 */
final class ResponseBody implements Content.Sink, WriteListener {
    private final ServletOutputStream output;
    private final Consumer<Throwable> onFailure;
    private final AtomicInteger turns = new AtomicInteger();
    private boolean listening;
    private final AtomicReference<@Nullable Write> pending = new AtomicReference<>();
    private volatile @Nullable Throwable failure;
    private volatile long sent;

    /**
     * A body to be written.
     *
     * @param onFailure told when the client breaks off
     */
    ResponseBody(ServletOutputStream output, Consumer<Throwable> onFailure) {
        this.output = output;
        this.onFailure = onFailure;
    }

    long sent() {
        return sent;
    }

    /** Writes; a last write leaves it to the caller to end the response. */
    @Override
    public void write(boolean last, ByteBuffer bytes, Callback callback) {
        Throwable broken = failure;
        if (broken != null) {
            callback.failed(broken);
            return;
        }
        if (last && !bytes.hasRemaining() && !listening) {
            callback.succeeded();
            return;
        }
        if (!pending.compareAndSet(null, new Write(bytes, last, callback))) {
            callback.failed(new IllegalStateException("write pending"));
            return;
        }
        if (!listening) {
            listening = true;
            output.setWriteListener(this);
        }
        advance();
    }

    private void advance() {
        if (turns.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = turns.get();
            step();
        } while (!turns.compareAndSet(seen, 0));
    }

    private void step() {
        try {
            Write write = pending.get();
            while (write != null && output.isReady()) {
                if (!write.step(this) && pending.compareAndSet(write, null)) {
                    write.callback.succeeded();
                }
                write = pending.get();
            }
        } catch (IOException | RuntimeException e) {
            onError(e);
        }
    }

    @Override
    public void onWritePossible() {
        advance();
    }

    @Override
    public void onError(Throwable cause) {
        fail(cause);
        onFailure.accept(cause);
    }

    /** Fails the write under way and all later ones. */
    void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        Write write = pending.getAndSet(null);
        if (write != null) {
            write.callback.failed(cause);
        }
    }

    private static final class Write {
        private final ByteBuffer bytes;
        private final boolean last;
        private final Callback callback;
        private boolean flushed;

        Write(ByteBuffer bytes, boolean last, Callback callback) {
            this.bytes = bytes;
            this.last = last;
            this.callback = callback;
        }

        /** Does what is next; false when all is done and the container has let go of the bytes. */
        boolean step(ResponseBody body) throws IOException {
            if (bytes.hasRemaining()) {
                int count = bytes.remaining();
                byte[] array = bytes.hasArray() ? bytes.array() : copy();
                int offset = bytes.hasArray() ? bytes.arrayOffset() + bytes.position() : 0;
                bytes.position(bytes.limit());
                body.sent += count;
                body.output.write(array, offset, count);
                return true;
            }
            if (!flushed && !last) {
                flushed = true;
                body.output.flush();
                return true;
            }
            return false;
        }

        private byte[] copy() {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return copy;
        }
    }
}
