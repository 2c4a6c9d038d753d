package io.gatehouse.jetty.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.upstream.connection.Buffers;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.junit.jupiter.api.Test;

class LargeReadsTest {
    private final ByteBufferPool pool = Buffers.create();
    private final AbstractConnection connection = new AbstractConnection(new ByteArrayEndPoint(), Runnable::run) {
        @Override
        public void onFillable() {}
    };
    private final RetainableByteBuffer buffer = pool.acquire(Buffers.PIECE, true);
    private final LargeReads reads = new LargeReads(connection, pool);

    LargeReadsTest() {
        connection.setInputBufferSize(Buffers.PIECE);
    }

    /** Of the connection's buffer, which has a share of its own. */
    private Content.Chunk read(int bytes) {
        buffer.retain();
        Content.Chunk chunk = Content.Chunk.asChunk(
                buffer.getByteBuffer().duplicate().clear().limit(bytes).slice(), false, buffer);
        reads.after(chunk);
        return chunk;
    }

    @Test
    void afterAFullBufferTheNextIsLarger() {
        read(Buffers.PIECE);

        assertEquals(Buffers.largePiece(pool), connection.getInputBufferSize());
    }

    @Test
    void afterALittleTheNextIsAsUsual() {
        read(Buffers.PIECE);
        read(100);

        assertEquals(Buffers.PIECE, connection.getInputBufferSize());
    }

    @Test
    void nothingForTheMomentChangesNothing() {
        read(Buffers.PIECE);
        reads.after(null);

        assertEquals(Buffers.largePiece(pool), connection.getInputBufferSize());
    }

    @Test
    void aBufferThatIsTooSmallIsNotFilledAgain() {
        read(Buffers.PIECE).release();

        assertTrue(buffer.isRetained());
    }

    @Test
    void itsShareIsGivenBackWhenTheNextWasRead() {
        read(Buffers.PIECE).release();
        reads.after(null);

        assertFalse(buffer.isRetained());
    }

    @Test
    void atTheEndAllIsAsBefore() {
        read(Buffers.PIECE).release();
        reads.end();

        assertFalse(buffer.isRetained());
        assertEquals(Buffers.PIECE, connection.getInputBufferSize());
    }
}
