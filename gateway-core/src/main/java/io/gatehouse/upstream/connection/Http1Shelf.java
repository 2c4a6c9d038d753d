package io.gatehouse.upstream.connection;

import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a pool that belong to one event loop: idle ones, the last used on top, and the requests that wait
 * for one. The lock is held for its lists only, never while anything is sent or opened.
 */
final class Http1Shelf {
    private final Http1Pool pool;
    private final int loop;
    private final Deque<Http1Connection> idle = new ArrayDeque<>();
    private final Deque<Http1Call> waiting = new ArrayDeque<>();
    private int open;
    private int opening;
    private boolean closed;

    Http1Shelf(Http1Pool pool, int loop) {
        this.pool = pool;
        this.loop = loop;
    }

    Http1Pool pool() {
        return pool;
    }

    int loop() {
        return loop;
    }

    void send(Http1Call call) {
        Http1Connection connection = takeIdle(call);
        if (connection != null) {
            connection.send(call);
            return;
        }
        Throwable refusal = enqueue(call);
        if (refusal != null) {
            call.end(refusal);
        } else {
            openMore();
        }
    }

    private @Nullable Http1Connection takeIdle(Http1Call call) {
        while (true) {
            Http1Connection found;
            synchronized (this) {
                found = idle.pollLast();
            }
            if (found == null || found.claim(call)) {
                return found;
            }
        }
    }

    private @Nullable Throwable enqueue(Http1Call call) {
        if (!pool.limits().mayWait()) {
            return new RejectedExecutionException("too many requests wait for a connection");
        }
        synchronized (this) {
            if (closed) {
                return new ClosedChannelException();
            }
            if (waiting.size() >= Http1Pool.MAX_WAITING) {
                return new RejectedExecutionException("too many requests wait for a connection");
            }
            if (call.waitAt(this)) {
                waiting.add(call);
            }
            return null;
        }
    }

    /** Opens a connection for each request that waits and has none on its way, within the limits. */
    private void openMore() {
        int own = pool.connections();
        synchronized (this) {
            boolean wanted = opening < waiting.size();
            if (!wanted
                    || open >= pool.maxConnectionsOfShelf()
                    || !pool.limits().mayConnect(own)) {
                return;
            }
            open++;
            opening++;
        }
        new Http1Dial(this).start();
    }

    /** A connection was made. */
    void opened(Http1Connection connection) {
        synchronized (this) {
            opening--;
        }
        release(connection);
    }

    /** A connection could not be made: nor, most likely, could those that others wait for. */
    void openingFailed(Throwable cause) {
        List<Http1Call> failed;
        synchronized (this) {
            open--;
            opening--;
            failed = new ArrayList<>(waiting);
            waiting.clear();
        }
        failed.forEach(call -> call.end(cause));
    }

    /** A connection is free: for the request that waits longest, or for the shelf. */
    void release(Http1Connection connection) {
        while (true) {
            Http1Call next;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    if (!closed) {
                        idle.addLast(connection);
                        return;
                    }
                    break;
                }
            }
            if (connection.claim(next)) {
                connection.send(next);
                return;
            }
            requeue(next);
            return;
        }
        connection.closeIdle();
    }

    /** The connection ended in the same moment. */
    private void requeue(Http1Call call) {
        synchronized (this) {
            waiting.addFirst(call);
        }
        openMore();
    }

    /** A connection ended, or is no longer HTTP. */
    void gone(Http1Connection connection) {
        synchronized (this) {
            open--;
            idle.remove(connection);
        }
        openMore();
    }

    void forget(Http1Call call) {
        synchronized (this) {
            waiting.remove(call);
        }
    }

    synchronized int connections() {
        return open;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    synchronized boolean isIdle() {
        return waiting.isEmpty() && opening == 0 && idle.size() == open;
    }

    void close() {
        List<Http1Connection> unused;
        synchronized (this) {
            closed = true;
            unused = new ArrayList<>(idle);
            idle.clear();
        }
        unused.forEach(Http1Connection::closeIdle);
    }
}
