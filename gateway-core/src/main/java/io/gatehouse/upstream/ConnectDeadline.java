package io.gatehouse.upstream;

import io.gatehouse.upstream.connection.OpeningDeadline;
import java.time.Duration;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Scheduler;

/** Gives up on a connection that takes longer than its cluster's {@code connectTimeout}. */
final class ConnectDeadline implements Promise<Connection> {
    private final Promise<Connection> promise;
    private final OpeningDeadline opening = new OpeningDeadline();

    ConnectDeadline(Promise<Connection> promise) {
        this.promise = promise;
    }

    void start(Scheduler scheduler, Duration limit) {
        opening.start(scheduler, limit, this::failed);
    }

    @Override
    public void succeeded(Connection connection) {
        if (opening.end()) {
            promise.succeeded(connection);
        } else {
            connection.close();
        }
    }

    @Override
    public void failed(Throwable cause) {
        if (opening.end()) {
            promise.failed(cause);
        }
    }
}
