package io.gatehouse.upstream.connection;

import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;

/** The buffers of both sides of a gateway. */
public final class Buffers {
    private static final int STEP = 4 * 1024;

    /**
     * The largest that are kept. HTTP/2 encodes each head in a buffer for the longest that there may be; past the limit
     * each would be allocated anew, and cleared, for a single use.
     */
    private static final int LARGEST = 128 * 1024;

    private Buffers() {}

    /** A pool for everything that the event loops read and write. */
    public static ByteBufferPool create() {
        return new ArrayByteBufferPool(0, STEP, LARGEST);
    }
}
