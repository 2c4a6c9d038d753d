package io.gatehouse.upstream.connection;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/1.1 connections to one endpoint. Each event loop has a shelf of its own, so that a request is sent and
 * answered on the loop that serves its client; only where connections are counted out do the loops share one.
 */
public final class Http1Pool {
    /** Connections to one endpoint; further requests wait. */
    static final int MAX_CONNECTIONS = 4096;

    /** Requests that wait for a connection to one endpoint. */
    static final int MAX_WAITING = 4096;

    private final EventLoops loops;
    private final Scheduler scheduler;
    private final ByteBufferPool buffers;
    private final Http1Settings settings;
    private final Http1Settings.Limits limits;
    private final Http1Shelf[] shelves;

    /** A pool without connections. */
    public Http1Pool(
            EventLoops loops,
            Scheduler scheduler,
            ByteBufferPool buffers,
            Http1Settings settings,
            Http1Settings.Limits limits) {
        this.loops = loops;
        this.scheduler = scheduler;
        this.buffers = buffers;
        this.settings = settings;
        this.limits = limits;
        this.shelves = new Http1Shelf[settings.shared() ? 1 : loops.count()];
        for (int i = 0; i < shelves.length; i++) {
            shelves[i] = new Http1Shelf(this, i);
        }
    }

    /** A request that is not sent yet. */
    public UpstreamCall call(Http1Head head, Content.@Nullable Source body, UpstreamCall.Listener listener) {
        return new Http1Call(this, head, body, listener);
    }

    void send(Http1Call call) {
        if (shelves.length == 1) {
            shelves[0].send(call);
            return;
        }
        int current = loops.current();
        // A thread of nobody's loop has no place of its own, but always the same one
        shelves[current >= 0 ? current : (int) (Thread.currentThread().getId() % shelves.length)].send(call);
    }

    /** Connections that are open or being opened. */
    public int connections() {
        int count = 0;
        for (Http1Shelf shelf : shelves) {
            count += shelf.connections();
        }
        return count;
    }

    /** Requests that wait for a connection. */
    public int waiting() {
        int count = 0;
        for (Http1Shelf shelf : shelves) {
            count += shelf.waiting();
        }
        return count;
    }

    /** Whether no request uses a connection or waits for one. */
    public boolean isIdle() {
        for (Http1Shelf shelf : shelves) {
            if (!shelf.isIdle()) {
                return false;
            }
        }
        return true;
    }

    /** Takes no more requests; connections end when theirs have. */
    public void close() {
        for (Http1Shelf shelf : shelves) {
            shelf.close();
        }
    }

    EventLoops loops() {
        return loops;
    }

    Executor executor() {
        return loops.getExecutor();
    }

    Scheduler scheduler() {
        return scheduler;
    }

    ByteBufferPool buffers() {
        return buffers;
    }

    Http1Settings settings() {
        return settings;
    }

    Http1Settings.Limits limits() {
        return limits;
    }

    int maxConnectionsOfShelf() {
        return MAX_CONNECTIONS / shelves.length;
    }

    boolean isShared() {
        return settings.shared();
    }
}
