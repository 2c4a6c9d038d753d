package io.gatehouse.jetty.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A side whose bytes travel as they are. */
final class DirectSide implements Side {
    private final EndPoint endPoint;
    private @Nullable ByteBuffer early;

    /**
     * Makes a side.
     *
     * @param early what it sent and somebody else has read; null for nothing
     */
    DirectSide(EndPoint endPoint, @Nullable ByteBuffer early) {
        this.endPoint = endPoint;
        this.early = early;
    }

    @Override
    public int fill(ByteBuffer into) throws IOException {
        ByteBuffer first = early;
        if (first != null && first.hasRemaining()) {
            return BufferUtil.append(into, first);
        }
        early = null;
        return endPoint.fill(into);
    }

    @Override
    public void write(Callback callback, ByteBuffer bytes) {
        endPoint.write(callback, bytes);
    }

    @Override
    public boolean writeEnd(Callback callback) {
        return false;
    }

    @Override
    public void shutdownOutput() {
        endPoint.shutdownOutput();
    }
}
