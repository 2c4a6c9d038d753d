package io.gatehouse.upstream.connection;

import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** A request that goes out over HTTP/1.1. It waits for a connection, has one, or is over. */
final class Http1Call implements UpstreamCall {
    private final Http1Pool pool;
    private final Http1Head head;
    private final Content.@Nullable Source body;
    private final Listener listener;
    private @Nullable Http1Shelf waitingAt;
    private @Nullable Http1Connection connection;
    private boolean requestDone;
    private boolean responseDone;
    private boolean over;

    Http1Call(Http1Pool pool, Http1Head head, Content.@Nullable Source body, Listener listener) {
        this.pool = pool;
        this.head = head;
        this.body = body;
        this.listener = listener;
    }

    Http1Head head() {
        return head;
    }

    Content.@Nullable Source body() {
        return body;
    }

    Listener listener() {
        return listener;
    }

    @Override
    public void send() {
        pool.send(this);
    }

    /** Keeps where it waits; false when it is over. */
    synchronized boolean waitAt(Http1Shelf shelf) {
        waitingAt = shelf;
        return !over;
    }

    /** Takes a connection; false when it is over. */
    synchronized boolean take(Http1Connection taken) {
        if (over) {
            return false;
        }
        waitingAt = null;
        connection = taken;
        return true;
    }

    /** Notes that the request is out; true when both sides are done. */
    synchronized boolean requestDone() {
        requestDone = true;
        return responseDone;
    }

    /** Notes that the answer is in; true when both sides are done. */
    synchronized boolean responseDone() {
        responseDone = true;
        return requestDone;
    }

    /** Tells that it is over, once. */
    void end(@Nullable Throwable failure) {
        if (finish()) {
            if (failure != null && body != null) {
                body.fail(failure);
            }
            listener.onEnd(failure);
        }
    }

    /** Ends it without a word: its connection is not HTTP any more. */
    boolean finish() {
        synchronized (this) {
            boolean first = !over;
            over = true;
            return first;
        }
    }

    @Override
    public void abort(Throwable cause) {
        Http1Shelf shelf;
        Http1Connection used;
        synchronized (this) {
            if (over) {
                return;
            }
            shelf = waitingAt;
            used = connection;
        }
        if (used != null) {
            used.abort(this, cause);
        } else if (shelf != null) {
            shelf.forget(this);
        }
        end(cause);
    }
}
