package io.gatehouse.upstream.connection;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.IO;
import org.jspecify.annotations.Nullable;

/** The opening of one connection, within its time. */
final class Http1Dial implements EventLoops.Tenant {
    private final Http1Shelf shelf;
    private final Http1Pool pool;
    private final OpeningDeadline opening = new OpeningDeadline();
    private volatile @Nullable SocketChannel channel;

    Http1Dial(Http1Shelf shelf) {
        this.shelf = shelf;
        this.pool = shelf.pool();
    }

    void start() {
        try {
            SocketChannel opened = pool.settings().channels().open();
            channel = opened;
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            opened.configureBlocking(false);
            opening.start(pool.scheduler(), pool.settings().connectTimeout(), this::failed);
            boolean connected = opened.connect(pool.settings().address());
            Runnable serve = () -> serve(opened, connected);
            if (pool.isShared()) {
                serve.run();
            } else {
                pool.loops().on(shelf.loop(), serve);
            }
        } catch (IOException | RuntimeException failure) {
            failed(failure);
        }
    }

    private void serve(SocketChannel opened, boolean connected) {
        if (connected) {
            pool.loops().accept(opened, this, null);
        } else {
            pool.loops().connect(opened, this, null);
        }
    }

    private void failed(Throwable cause) {
        if (opening.end()) {
            IO.close(channel);
            shelf.openingFailed(cause);
        }
    }

    @Override
    public EndPoint newEndPoint(SelectableChannel connected, ManagedSelector selector, SelectionKey key) {
        EndPoint endPoint = new ResetAwareEndPoint((SocketChannel) connected, selector, key, pool.scheduler());
        endPoint.setIdleTimeout(pool.settings().checkEvery());
        return endPoint;
    }

    @Override
    public Connection newConnection(SelectableChannel connected, EndPoint endPoint, @Nullable Object attachment)
            throws IOException {
        if (!opening.end()) {
            throw new IOException("connected too late");
        }
        return new Http1Connection(shelf, endPoint);
    }

    @Override
    public void connectionFailed(SelectableChannel failed, Throwable cause, @Nullable Object attachment) {
        failed(cause);
    }
}
