package io.gatehouse.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An exchange's turns on the container's threads. The first is the request's own; where a filter goes on later, or a
 * connection is to be upgraded, the exchange asks for another by a dispatch, and the filters that it has passed let it
 * through.
 */
final class AsyncTurns implements AsyncListener {
    /** What is done at the end of the filter chain, in a turn of its own. */
    @FunctionalInterface
    interface Work {
        /** Does it. */
        void run() throws IOException, ServletException;
    }

    private final HttpServletRequest request;
    private final Consumer<Throwable> onFailure;
    private final AtomicReference<@Nullable Work> work = new AtomicReference<>();
    private volatile AsyncContext context;
    private volatile int passed;

    /**
     * Begins the first turn.
     *
     * @param onFailure told when the container ends the request
     */
    AsyncTurns(HttpServletRequest request, Consumer<Throwable> onFailure) {
        this.request = request;
        this.onFailure = onFailure;
        this.context = start(request);
    }

    private AsyncContext start(HttpServletRequest current) {
        AsyncContext started = current.startAsync();
        // Time limits are the route's.
        started.setTimeout(0);
        started.addListener(this);
        return started;
    }

    /** Begins a later turn; work that ends the exchange does without a context. */
    void enter(HttpServletRequest current) {
        if (!current.isAsyncStarted() && work.get() == null) {
            context = start(current);
        }
    }

    /** Whether the filter at an index has done its work in an earlier turn. */
    boolean hasPassed(int index) {
        return index < passed || work.get() != null;
    }

    /** The filter at an index is done. */
    void pass(int index) {
        passed = index + 1;
    }

    /** Asks for another turn, which goes on behind the passed filters. */
    void resume() {
        context.dispatch();
    }

    /** Asks for another turn, to do this instead of the exchange. */
    void resume(Work last) {
        work.set(last);
        context.dispatch();
    }

    /** Does the work of this turn, if there is any. */
    boolean runWork() throws IOException, ServletException {
        Work asked = work.get();
        if (asked == null) {
            return false;
        }
        asked.run();
        return true;
    }

    /** Ends the request. */
    void end() {
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // The container ended it first.
        }
    }

    /** Ends the request so that no client takes the answer for whole. */
    void breakOff(HttpServletResponse response, Throwable cause) {
        try {
            if (ServletRequests.isOnJetty(request)) {
                // Jetty's way to reset the stream or close the connection.
                response.sendError(-1);
                end();
            } else {
                // A failure after the head was sent: a container can only close.
                response.flushBuffer();
                resume(() -> {
                    throw new IOException("broken off", cause);
                });
            }
        } catch (IOException | IllegalStateException e) {
            end();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        onFailure.accept(new IOException("ended by the container"));
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        onFailure.accept(new IOException("timed out in the container"));
    }

    @Override
    public void onError(AsyncEvent event) {
        Throwable cause = event.getThrowable();
        onFailure.accept(cause == null ? new IOException("failed in the container") : cause);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // A new turn adds this listener again.
    }
}
