package io.gatehouse.upstream.connection;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** The end of one connection's opening, which comes once: it is open, it failed, or its {@code connectTimeout} is over. */
public final class OpeningDeadline {
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Scheduler.@Nullable Task timer;

    /**
     * Sets the time going.
     *
     * @param late told that it is over, and has to {@link #end} the opening as any other failure does
     */
    public void start(Scheduler scheduler, Duration limit, Consumer<Throwable> late) {
        timer = scheduler.schedule(
                () -> late.accept(new SocketTimeoutException("not connected within " + limit)),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Ends the opening; false when it has ended before. */
    public boolean end() {
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
