package io.gatehouse.upstream.connection;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The selectors that serve the sockets of clients and of upstreams alike, each with its thread. A connection that is
 * opened by one of these threads stays with it, so that a request and its answer never change thread: what costs a
 * gateway most is not work but waking another thread up.
 *
 * <p>It is not a server or a client: those are its {@link Tenant tenants}.
 */
public final class EventLoops extends SelectorManager {
    /** Whoever connects has a shorter limit. */
    private static final Duration MAX_CONNECT_TIMEOUT = Duration.ofMinutes(10);

    private final ThreadLocal<@Nullable Loop> here = new ThreadLocal<>();
    private final Loop[] loops;

    /** Whose sockets the loops serve: what they would otherwise ask of a {@link SelectorManager} of the tenant's own. */
    public interface Tenant {
        /** Makes the endpoint of a connected channel. */
        EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) throws IOException;

        /** Makes the connection that runs on it. */
        Connection newConnection(SelectableChannel channel, EndPoint endPoint, @Nullable Object attachment)
                throws IOException;

        /** The connection is there. */
        default void connectionOpened(Connection connection, @Nullable Object attachment) {
            connection.onOpen();
        }

        /** The endpoint is open; told of an {@link Owned} one. */
        default void ownedOpened(EndPoint endPoint) {}

        /** The endpoint has ended; told of an {@link Owned} one. */
        default void ownedClosed(EndPoint endPoint) {}

        /** An accepted channel could not be served. */
        default void acceptFailed(SelectableChannel channel, @Nullable Object attachment) {}

        /** A channel could not be connected. */
        void connectionFailed(SelectableChannel channel, Throwable cause, @Nullable Object attachment);
    }

    /** An endpoint whose tenant is told of its opening and of its end. */
    public interface Owned {
        /** Whose it is; null when nobody wants to know. */
        @Nullable
        Tenant tenant();
    }

    private record Seat(Tenant tenant, @Nullable Object attachment) {}

    /**
     * Loops that are started by their owner.
     *
     * @param count how many; each holds a thread of {@code executor}
     */
    public EventLoops(Executor executor, Scheduler scheduler, int count) {
        super(executor, scheduler, count);
        loops = new Loop[count];
        setConnectTimeout(MAX_CONNECT_TIMEOUT.toMillis());
    }

    /** How many there are. */
    public int count() {
        return loops.length;
    }

    /** The number of the loop whose thread this is; -1 on any other thread. */
    public int current() {
        Loop loop = here.get();
        return loop == null ? -1 : loop.index;
    }

    /** Serves a connected channel: on the loop of this thread if it is one, else on each loop in turn. */
    public void accept(SelectableChannel channel, Tenant tenant, @Nullable Object attachment) {
        super.accept(channel, new Seat(tenant, attachment));
    }

    /** Waits until a channel is connected, then serves it, where {@link #accept} would. */
    public void connect(SelectableChannel channel, Tenant tenant, @Nullable Object attachment) {
        super.connect(channel, new Seat(tenant, attachment));
    }

    /** Runs a task that accepts or connects, and does so on a certain loop. */
    public void on(int index, Runnable task) {
        Loop before = here.get();
        here.set(loops[index]);
        try {
            task.run();
        } finally {
            here.set(before);
        }
    }

    @Override
    protected ManagedSelector chooseSelector() {
        Loop loop = here.get();
        return loop == null ? super.chooseSelector() : loop;
    }

    @Override
    protected ManagedSelector newSelector(int id) {
        Loop loop = new Loop(id);
        loops[id] = loop;
        return loop;
    }

    @Override
    protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key)
            throws IOException {
        Seat seat = seat(key.attachment());
        // Where a tenant of Jetty's looks for what it gave
        key.attach(seat.attachment);
        try {
            return seat.tenant.newEndPoint(channel, selector, key);
        } finally {
            key.attach(seat);
        }
    }

    @Override
    public Connection newConnection(SelectableChannel channel, EndPoint endPoint, @Nullable Object attachment)
            throws IOException {
        Seat seat = seat(attachment);
        return seat.tenant.newConnection(channel, endPoint, seat.attachment);
    }

    @Override
    public void connectionOpened(Connection connection, @Nullable Object attachment) {
        Seat seat = seat(attachment);
        seat.tenant.connectionOpened(connection, seat.attachment);
    }

    @Override
    protected void connectionFailed(SelectableChannel channel, Throwable cause, @Nullable Object attachment) {
        Seat seat = seat(attachment);
        seat.tenant.connectionFailed(channel, cause, seat.attachment);
    }

    @Override
    protected void onAcceptFailed(SelectableChannel channel, Throwable cause, @Nullable Object attachment) {
        Seat seat = seat(attachment);
        seat.tenant.acceptFailed(channel, seat.attachment);
        super.onAcceptFailed(channel, cause, seat.attachment);
    }

    @Override
    protected void endPointOpened(EndPoint endPoint) {
        Tenant tenant = endPoint instanceof Owned owned ? owned.tenant() : null;
        if (tenant != null) {
            tenant.ownedOpened(endPoint);
        }
    }

    @Override
    protected void endPointClosed(EndPoint endPoint) {
        Tenant tenant = endPoint instanceof Owned owned ? owned.tenant() : null;
        if (tenant != null) {
            tenant.ownedClosed(endPoint);
        }
    }

    private static Seat seat(@Nullable Object attachment) {
        if (attachment instanceof Seat seat) {
            return seat;
        }
        throw new IllegalStateException("a channel of nobody: " + attachment);
    }

    /** A selector that knows its thread, which is whichever thread selects. */
    private final class Loop extends ManagedSelector {
        private final int index;
        private @Nullable Thread thread;

        Loop(int index) {
            super(EventLoops.this, index);
            this.index = index;
        }

        @Override
        protected int nioSelect(Selector selector, boolean now) throws IOException {
            Thread current = Thread.currentThread();
            if (thread != current) {
                thread = current;
                here.set(this);
            }
            return super.nioSelect(selector, now);
        }
    }
}
