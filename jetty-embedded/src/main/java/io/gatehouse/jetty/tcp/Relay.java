package io.gatehouse.jetty.tcp;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
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
    private final EndPoint from;
    private final EndPoint to;
    private final Runnable ended;
    private final Runnable broken;
    private @Nullable ByteBuffer first;
    private @Nullable RetainableByteBuffer buffer;
    private Runnable askForMore = () -> {};

    /**
     * Makes a relay that {@link #iterate} sets going.
     *
     * @param first bytes that were read before; null for none
     * @param ended called when the source has ended and all is written, before the half-close
     * @param broken called when either side failed
     */
    Relay(
            ByteBufferPool buffers,
            EndPoint from,
            EndPoint to,
            @Nullable ByteBuffer first,
            Runnable ended,
            Runnable broken) {
        this.buffers = buffers;
        this.from = from;
        this.to = to;
        this.first = first;
        this.ended = ended;
        this.broken = broken;
    }

    /** Says how to be told of further bytes: {@code iterate} is called then. */
    void onNeedBytes(Runnable ask) {
        askForMore = ask;
    }

    @Override
    protected Action process() throws Throwable {
        ByteBuffer early = first;
        if (early != null) {
            first = null;
            to.write(this, early);
            return Action.SCHEDULED;
        }
        RetainableByteBuffer reading = buffer == null ? buffers.acquire(BUFFER, true) : buffer;
        buffer = reading;
        reading.clear();
        int filled = from.fill(reading.getByteBuffer());
        if (filled > 0) {
            to.write(this, reading.getByteBuffer());
            return Action.SCHEDULED;
        }
        releaseBuffer();
        if (filled == 0) {
            askForMore.run();
            return Action.IDLE;
        }
        // Told first: when the other way has ended too, the half-close below closes the connection.
        ended.run();
        to.shutdownOutput();
        return Action.SUCCEEDED;
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        releaseBuffer();
        broken.run();
    }

    private void releaseBuffer() {
        RetainableByteBuffer held = buffer;
        buffer = null;
        if (held != null) {
            held.release();
        }
    }
}
