package io.gatehouse.upstream.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.junit.jupiter.api.Test;

class BuffersTest {
    private final ByteBufferPool pool = Buffers.create();

    private List<RetainableByteBuffer> takeAllLarge() {
        List<RetainableByteBuffer> taken = new ArrayList<>();
        for (int i = 0; i < Buffers.MAX_LARGE_PIECES; i++) {
            assertEquals(Buffers.LARGE_PIECE, Buffers.largePiece(pool));
            taken.add(pool.acquire(Buffers.LARGE_PIECE, true));
        }
        return taken;
    }

    @Test
    void piecesAreOfTheUsualSizeWhileTooManyLargeOnesAreInUse() {
        takeAllLarge();

        assertEquals(Buffers.PIECE, Buffers.largePiece(pool));
    }

    @Test
    void aLargePieceThatWasGivenBackMakesRoomForAnother() {
        List<RetainableByteBuffer> taken = takeAllLarge();

        taken.get(0).release();

        assertEquals(Buffers.LARGE_PIECE, Buffers.largePiece(pool));
    }

    @Test
    void aLargePieceIsInUseUntilTheLastWhoHasItGivesItBack() {
        List<RetainableByteBuffer> taken = takeAllLarge();
        taken.get(0).retain();

        taken.get(0).release();
        assertEquals(Buffers.PIECE, Buffers.largePiece(pool));

        taken.get(0).release();
        assertEquals(Buffers.LARGE_PIECE, Buffers.largePiece(pool));
    }

    @Test
    void largePiecesAreUsedAgain() {
        RetainableByteBuffer first = pool.acquire(Buffers.LARGE_PIECE, true);
        Object bytes = first.getByteBuffer();
        first.release();

        assertSame(bytes, pool.acquire(Buffers.LARGE_PIECE, true).getByteBuffer());
    }

    @Test
    void ofAnotherPoolNoPieceIsLargerThanWhatItKeeps() {
        assertEquals(64 * 1024, Buffers.largePiece(new ArrayByteBufferPool()));
    }
}
