package io.gatehouse.upstream;

import io.gatehouse.route.ConnectionPoolSpec;
import io.gatehouse.route.ConnectionPoolSpec.Http2Keepalive;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.client.transport.internal.HTTPSessionListenerPromise;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Hears what an HTTP/2 upstream says of a connection: keeps its streams within {@code maxConcurrentStreams}, and closes
 * it when it answers no PINGs ({@code http2KeepAlive}).
 */
final class Http2Session extends HTTPSessionListenerPromise {
    private final ConnectionPoolSpec pool;
    private final Scheduler scheduler;
    private volatile @Nullable Http2Connection current;
    private boolean begun;
    private boolean ended;
    private Scheduler.@Nullable Task task;

    Http2Session(Map<String, Object> context, ConnectionPoolSpec pool, Scheduler scheduler) {
        super(context);
        this.pool = pool;
        this.scheduler = scheduler;
    }

    @Override
    public void onSettings(Session session, SettingsFrame frame) {
        // Before the pool hears of the connection, or of other limits
        if (pool.maxConcurrentStreams() > 0 && session instanceof HTTP2Session http2) {
            int allowed = http2.getMaxLocalStreams();
            if (allowed < 0 || allowed > pool.maxConcurrentStreams()) {
                http2.setMaxLocalStreams(pool.maxConcurrentStreams());
            }
        }
        super.onSettings(session, frame);
        Http2Keepalive keepalive = pool.http2Keepalive();
        if (keepalive != null && begin()) {
            pingLater(session, keepalive);
        }
    }

    private synchronized boolean begin() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    private void pingLater(Session session, Http2Keepalive keepalive) {
        schedule(() -> ping(session, keepalive), keepalive.interval().toMillis());
    }

    private void ping(Session session, Http2Keepalive keepalive) {
        // First, since the answer may come before the call returns
        schedule(() -> giveUp(session, keepalive), keepalive.timeout().toMillis());
        session.ping(new PingFrame(System.nanoTime(), false), Callback.NOOP);
    }

    @Override
    public void onPing(Session session, PingFrame frame) {
        Http2Keepalive keepalive = pool.http2Keepalive();
        if (frame.isReply() && keepalive != null) {
            pingLater(session, keepalive);
        }
    }

    /** Whoever hears nothing for so long will hear no GOAWAY either: it goes without one. */
    private void giveUp(Session session, Http2Keepalive keepalive) {
        Throwable cause = new TimeoutException("no answer to a PING within " + keepalive.timeout());
        onFailure(session, cause, Callback.NOOP);
        if (session instanceof HTTP2Session http2) {
            http2.getEndPoint().close(cause);
        }
    }

    @Override
    protected Connection newConnection(Destination destination, Session session, HTTP2Connection connection) {
        Http2Connection made = new Http2Connection(destination, session, connection);
        current = made;
        return made;
    }

    @Override
    public void onGoAway(Session session, GoAwayFrame frame) {
        Http2Connection leaving = current;
        if (leaving != null) {
            leaving.leave();
        }
        super.onGoAway(session, frame);
    }

    @Override
    public void onClose(Session session, GoAwayFrame frame, Callback callback) {
        end();
        super.onClose(session, frame, callback);
    }

    @Override
    public void onFailure(Session session, Throwable failure, Callback callback) {
        end();
        super.onFailure(session, failure, callback);
    }

    private synchronized void schedule(Runnable next, long millis) {
        cancel();
        if (!ended) {
            task = scheduler.schedule(next, millis, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void end() {
        ended = true;
        cancel();
    }

    private void cancel() {
        if (task != null) {
            task.cancel();
            task = null;
        }
    }
}
