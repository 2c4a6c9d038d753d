package io.gatehouse.upstream.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A socket that tells a reset from an end. Jetty's own makes one of both, so that what was broken off would look whole:
 * bytes of a TCP route, or an HTTP/1 body that ends with its connection.
 */
public class ResetAwareEndPoint extends SocketChannelEndPoint {
    private volatile @Nullable IOException reset;

    /** Makes an endpoint of a connected channel. */
    public ResetAwareEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        IOException before = reset;
        if (before != null) {
            throw new IOException(before);
        }
        if (isInputShutdown()) {
            return -1;
        }
        try {
            int filled = read(buffer);
            if (filled > 0) {
                notIdle();
            } else if (filled < 0 && !buffer.hasRemaining()) {
                // Closes all when the output is shut as well, and TLS would lose the records that it has yet to unwrap
                shutdownInput();
            }
            return filled;
        } catch (IOException broken) {
            reset = broken;
            shutdownInput();
            throw broken;
        }
    }

    private int read(ByteBuffer buffer) throws IOException {
        int position = BufferUtil.flipToFill(buffer);
        try {
            return getChannel().read(buffer);
        } finally {
            BufferUtil.flipToFlush(buffer, position);
        }
    }
}
