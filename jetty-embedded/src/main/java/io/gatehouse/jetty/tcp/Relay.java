package io.gatehouse.jetty.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * Moves bytes one way. It reads the next only when the last are written, so a slow reader stops its peer and memory
 * stays at one buffer a direction. The end of the source is passed on as a half-close; the other way lives on.
 */
final class Relay extends IteratingCallback {
    private static final int BUFFER = 16 * 1024;

    private final ByteBufferPool buffers;
    private final Side from;
    private final Side to;
    private final Observer observer;
    private final LongConsumer moved;
    private @Nullable RetainableByteBuffer buffer;
    private Runnable askForMore = () -> {};
    private int writing;
    private boolean sourceBroke;
    private boolean sourceEnded;

    /** Hears how it goes. */
    interface Observer {
        /** The source has ended and all is written; called before the half-close. */
        void ended();

        /**
         * Either side failed.
         *
         * @param source whether it was the one read from
         */
        void broken(boolean source, Throwable cause);
    }

    /**
     * Makes a relay that {@link #iterate} sets going.
     *
     * @param moved told of each number of bytes that was written
     */
    Relay(ByteBufferPool buffers, Side from, Side to, LongConsumer moved, Observer observer) {
        this.buffers = buffers;
        this.from = from;
        this.to = to;
        this.moved = moved;
        this.observer = observer;
    }

    /** Says how to be told of further bytes: {@code iterate} is called then. */
    void onNeedBytes(Runnable ask) {
        askForMore = ask;
    }

    @Override
    protected Action process() throws Throwable {
        if (sourceEnded) {
            return finish();
        }
        RetainableByteBuffer reading = buffer == null ? buffers.acquire(BUFFER, true) : buffer;
        buffer = reading;
        reading.clear();
        int filled = fill(reading.getByteBuffer());
        if (filled > 0) {
            return write(reading.getByteBuffer());
        }
        releaseBuffer();
        if (filled == 0) {
            askForMore.run();
            return Action.IDLE;
        }
        sourceEnded = true;
        return to.writeEnd(this) ? Action.SCHEDULED : finish();
    }

    private Action finish() {
        // Told first: when the other way has ended too, the half-close below closes the connection.
        observer.ended();
        to.shutdownOutput();
        return Action.SUCCEEDED;
    }

    private int fill(ByteBuffer into) throws IOException {
        try {
            return from.fill(into);
        } catch (IOException broken) {
            sourceBroke = true;
            throw broken;
        }
    }

    private Action write(ByteBuffer bytes) {
        writing = bytes.remaining();
        to.write(this, bytes);
        return Action.SCHEDULED;
    }

    @Override
    protected void onSuccess() {
        moved.accept(writing);
        writing = 0;
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        releaseBuffer();
        observer.broken(sourceBroke, cause);
    }

    private void releaseBuffer() {
        RetainableByteBuffer held = buffer;
        buffer = null;
        if (held != null) {
            held.release();
        }
    }
}
