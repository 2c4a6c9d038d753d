package io.gatehouse.jetty.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A proxy's side in a tunnel by POST: chunks of the request's body there, the body of the answer back. The last chunk
 * ends the request; the connection stays open for the rest of the answer.
 */
final class PostedSide implements Side {
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

    private final EndPoint endPoint;
    private final TunnelAnswer answer;
    private @Nullable ByteBuffer early;

    /**
     * Makes a side.
     *
     * @param answer whose head was read
     * @param early what followed the head
     */
    PostedSide(EndPoint endPoint, TunnelAnswer answer, ByteBuffer early) {
        this.endPoint = endPoint;
        this.answer = answer;
        this.early = early;
    }

    @Override
    public int fill(ByteBuffer into) throws IOException {
        while (!answer.isComplete()) {
            int filled = fillFramed(into);
            if (filled == 0) {
                return 0;
            }
            if (filled < 0) {
                answer.end();
            } else if (answer.unwrap(into) > 0) {
                return into.remaining();
            }
        }
        return -1;
    }

    private int fillFramed(ByteBuffer into) throws IOException {
        ByteBuffer first = early;
        if (first != null && first.hasRemaining()) {
            return BufferUtil.append(into, first);
        }
        early = null;
        return endPoint.fill(into);
    }

    @Override
    public void write(Callback callback, ByteBuffer bytes) {
        String size = Integer.toHexString(bytes.remaining()) + "\r\n";
        endPoint.write(
                callback, ByteBuffer.wrap(size.getBytes(StandardCharsets.US_ASCII)), bytes, ByteBuffer.wrap(LINE_END));
    }

    @Override
    public boolean writeEnd(Callback callback) {
        endPoint.write(callback, ByteBuffer.wrap(LAST_CHUNK));
        return true;
    }

    @Override
    public void shutdownOutput() {
        // The last chunk has said so. Who is half-closed as well may take the request for given up.
    }
}
