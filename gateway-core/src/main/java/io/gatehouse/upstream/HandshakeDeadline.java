package io.gatehouse.upstream;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Gives up on a TLS handshake that takes longer than its cluster's {@code connectTimeout}: to Jetty's client an HTTP/1.1
 * connection is made before its handshake.
 */
final class HandshakeDeadline implements SslHandshakeListener {
    private final Scheduler.Task timer;

    private HandshakeDeadline(EndPoint socket, Duration limit, Scheduler scheduler) {
        this.timer = scheduler.schedule(
                () -> socket.close(new SocketTimeoutException("no TLS within " + limit)),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    static void start(SslConnection connection, EndPoint socket, Duration limit, Scheduler scheduler) {
        connection.addHandshakeListener(new HandshakeDeadline(socket, limit, scheduler));
    }

    @Override
    public void handshakeSucceeded(Event event) {
        timer.cancel();
    }

    @Override
    public void handshakeFailed(Event event, Throwable failure) {
        timer.cancel();
    }
}
