package io.gatehouse.jetty.exchange;

import io.gatehouse.upstream.connection.Buffers;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Makes an HTTP/1 connection read a body that fills its buffer in larger pieces. TLS is left alone: each read gives one
 * record, which a buffer of the usual size has room for.
 */
final class LargeReads {
    /** So much at once, and more waits, most likely; a chunk's size takes some of the buffer's bytes. */
    private static final int MUCH = Buffers.PIECE / 2;

    private final AbstractConnection connection;
    private final ByteBufferPool pool;
    private final AtomicReference<Content.@Nullable Chunk> held = new AtomicReference<>();

    LargeReads(AbstractConnection connection, ByteBufferPool pool) {
        this.connection = connection;
        this.pool = pool;
    }

    /** For the body of a request; null where its pieces can't be larger. */
    static @Nullable LargeReads of(Request request) {
        ConnectionMetaData meta = request.getConnectionMetaData();
        boolean can = meta.getHttpVersion() != HttpVersion.HTTP_2 && !meta.isSecure();
        return can && meta.getConnection() instanceof AbstractConnection connection
                ? new LargeReads(connection, request.getComponents().getByteBufferPool())
                : null;
    }

    /**
     * Looks at what was read. While nobody else has a share of its small buffer, the connection would go on filling it:
     * so a share is held until the next read has found a larger one.
     */
    void after(Content.@Nullable Chunk chunk) {
        release();
        if (chunk == null) {
            return;
        }
        int before = connection.getInputBufferSize();
        int size = chunk.remaining() < MUCH ? Buffers.PIECE : Buffers.largePiece(pool);
        if (size != before) {
            connection.setInputBufferSize(size);
        }
        if (size > before && chunk.canRetain()) {
            chunk.retain();
            held.set(chunk);
        }
    }

    /** The body is not read any more. */
    void end() {
        connection.setInputBufferSize(Buffers.PIECE);
        release();
    }

    private void release() {
        Content.Chunk chunk = held.getAndSet(null);
        if (chunk != null) {
            chunk.release();
        }
    }
}
