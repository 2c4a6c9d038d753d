package io.gatehouse.upstream;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Gives up on a connection that takes longer than its cluster's {@code connectTimeout}. */
final class ConnectDeadline implements Promise<Connection> {
    private final Promise<Connection> promise;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Scheduler.@Nullable Task timer;

    ConnectDeadline(Promise<Connection> promise) {
        this.promise = promise;
    }

    void start(Scheduler scheduler, Duration limit) {
        timer = scheduler.schedule(
                () -> fail(new SocketTimeoutException("not connected within " + limit)),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void succeeded(Connection connection) {
        if (end()) {
            promise.succeeded(connection);
        } else {
            connection.close();
        }
    }

    @Override
    public void failed(Throwable cause) {
        fail(cause);
    }

    private void fail(Throwable cause) {
        if (end()) {
            promise.failed(cause);
        }
    }

    private boolean end() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        Scheduler.Task task = timer;
        if (task != null) {
            task.cancel();
        }
        return true;
    }
}
