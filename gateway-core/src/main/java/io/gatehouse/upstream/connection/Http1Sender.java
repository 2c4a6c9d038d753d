package io.gatehouse.upstream.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request: its head with the first bytes of its body, then the rest at the upstream's pace. A body with a
 * length has exactly that many bytes, or the connection ends: what came too much would be read as the next request.
 */
final class Http1Sender extends IteratingCallback {
    private static final byte[] LINE = Ascii.bytes("\r\n");
    private static final byte[] LAST = Ascii.bytes("0\r\n\r\n");
    private static final byte[] LINE_LAST = Ascii.bytes("\r\n0\r\n\r\n");

    private final Http1Connection connection;
    private final Http1Call call;
    private final long length;
    private @Nullable RetainableByteBuffer head;
    private Content.@Nullable Chunk chunk;
    private boolean headSent;
    private boolean last;
    private long sent;

    Http1Sender(Http1Connection connection, Http1Call call) {
        this.connection = connection;
        this.call = call;
        this.length = call.head().length();
    }

    @Override
    protected Action process() {
        if (last) {
            return Action.SUCCEEDED;
        }
        Content.Source body = call.body();
        Content.Chunk read = body == null ? Content.Chunk.EOF : body.read();
        if (read == null && headSent && body != null) {
            body.demand(this::iterate);
            return Action.IDLE;
        }
        if (Content.Chunk.isFailure(read)) {
            connection.fail(read.getFailure());
            return Action.IDLE;
        }
        chunk = read;
        last = read != null && read.isLast();
        sent += read == null ? 0 : read.remaining();
        if (length >= 0 && (sent > length || (last && sent < length))) {
            release();
            connection.fail(new IOException("the body is not as long as its Content-Length says"));
            return Action.IDLE;
        }
        if (!headSent) {
            head = call.head().write(connection.buffers());
        }
        connection.getEndPoint().write(this, buffers(read));
        return Action.SCHEDULED;
    }

    private ByteBuffer[] buffers(Content.@Nullable Chunk read) {
        RetainableByteBuffer first = head;
        ByteBuffer start = first == null ? BufferUtil.EMPTY_BUFFER : first.getByteBuffer();
        if (read == null) {
            return new ByteBuffer[] {start};
        }
        if (length >= 0) {
            return read.hasRemaining() ? new ByteBuffer[] {start, read.getByteBuffer()} : new ByteBuffer[] {start};
        }
        if (!read.hasRemaining()) {
            return last ? new ByteBuffer[] {start, ByteBuffer.wrap(LAST)} : new ByteBuffer[] {start};
        }
        ByteBuffer size = ByteBuffer.wrap(Ascii.bytes(Integer.toHexString(read.remaining()) + "\r\n"));
        return new ByteBuffer[] {start, size, read.getByteBuffer(), ByteBuffer.wrap(last ? LINE_LAST : LINE)};
    }

    @Override
    protected void onSuccess() {
        release();
        if (!headSent) {
            headSent = true;
            call.listener().onSent();
        }
    }

    @Override
    protected void onCompleteSuccess() {
        connection.requestDone(call);
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        release();
        connection.requestFailed(call, cause);
    }

    private void release() {
        RetainableByteBuffer written = head;
        head = null;
        if (written != null) {
            written.release();
        }
        Content.Chunk read = chunk;
        chunk = null;
        if (read != null) {
            read.release();
        }
    }
}
