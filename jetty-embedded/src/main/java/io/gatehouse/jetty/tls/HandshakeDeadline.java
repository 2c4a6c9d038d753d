package io.gatehouse.jetty.tls;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/** Closes a connection whose handshake takes too long, however steadily its bytes trickle in. */
final class HandshakeDeadline {
    private final Scheduler.Task task;

    HandshakeDeadline(Scheduler scheduler, EndPoint endPoint, Duration limit) {
        this.task = scheduler.schedule(() -> Resets.reset(endPoint), limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The handshake ended, well or not. */
    void cancel() {
        task.cancel();
    }
}
