package io.gatehouse.upstream.connection;

import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * The buffers of both sides of a gateway. Bodies that fill what a socket is usually read into go on in larger pieces,
 * for a sixteenth of the system calls; of those there are only so many in use at one time, since each waits in memory
 * for as long as whoever gets it takes none.
 */
public final class Buffers extends ByteBufferPool.Wrapper {
    /** What a socket is read into. */
    public static final int PIECE = 16 * 1024;

    /** What a socket is read into while a large body comes; also the largest that are kept. */
    static final int LARGE_PIECE = 256 * 1024;

    /** Large pieces in use at one time: 16 MiB of them. */
    static final int MAX_LARGE_PIECES = 64;

    /** The largest that pools of Jetty's own keep. */
    private static final int LARGE_ELSEWHERE = 64 * 1024;

    private static final int STEP = 4 * 1024;

    private final AtomicInteger large = new AtomicInteger();

    private Buffers(ByteBufferPool pool) {
        super(pool);
    }

    /** A pool for everything that the event loops read and write. */
    public static ByteBufferPool create() {
        return new Buffers(new ArrayByteBufferPool(0, STEP, LARGE_PIECE));
    }

    /** How many bytes the next piece of a large body may have: no more than any piece while too many are in use. */
    public static int largePiece(ByteBufferPool pool) {
        if (pool instanceof Buffers buffers) {
            return buffers.large.get() < MAX_LARGE_PIECES ? LARGE_PIECE : PIECE;
        }
        return LARGE_ELSEWHERE;
    }

    @Override
    public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
        return size == LARGE_PIECE ? new Large(super.acquire(size, direct)) : super.acquire(size, direct);
    }

    /** Counts itself until it is given back. */
    private final class Large extends RetainableByteBuffer.Wrapper {
        Large(RetainableByteBuffer wrapped) {
            super(wrapped);
            large.incrementAndGet();
        }

        @Override
        public boolean release() {
            boolean released = super.release();
            if (released) {
                large.decrementAndGet();
            }
            return released;
        }
    }
}
