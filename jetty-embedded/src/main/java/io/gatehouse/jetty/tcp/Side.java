package io.gatehouse.jetty.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.util.Callback;

/** One side of a joined pair, as a {@link Relay} sees it: the bytes that count, however they travel. */
interface Side {
    /**
     * Reads what is there.
     *
     * @param into to whose end bytes are added
     * @return how many, 0 for none now, -1 when no more come
     */
    int fill(ByteBuffer into) throws IOException;

    void write(Callback callback, ByteBuffer bytes);

    /**
     * Writes what shows that no more bytes come, where something does beside the half-close.
     *
     * @return false where nothing does; the callback is not called then
     */
    boolean writeEnd(Callback callback);

    /** Nothing more is written. */
    void shutdownOutput();
}
