package io.gatehouse.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * A Servlet request's body as a source that never blocks. The container is asked for bytes no earlier than the reader
 * asks: that is what makes it send {@code 100 Continue}.
 */
final class RequestBody implements Content.Source, ReadListener {
    private static final int MAX_READ = 16 * 1024;
    /** Opens the container's stream: Jetty answers {@code 100 Continue} there. */
    @FunctionalInterface
    interface Opener {
        /** Opens it. */
        ServletInputStream open() throws IOException;
    }

    private static final int MIN_READ = 2 * 1024;

    private final Opener opener;
    private final long length;
    private final Supplier<Map<String, String>> trailers;
    private final Consumer<Throwable> onFailure;
    private final AtomicReference<@Nullable Runnable> demand = new AtomicReference<>();
    private @Nullable ServletInputStream input;
    private Content.@Nullable Chunk ahead;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;
    private volatile long received;

    /**
     * A body to be read.
     *
     * @param opener asked once, when the first byte is wanted
     * @param length by Content-Length; 0 for none, -1 when unknown
     * @param trailers asked for at the end
     * @param onFailure told when the client breaks off
     */
    RequestBody(Opener opener, long length, Supplier<Map<String, String>> trailers, Consumer<Throwable> onFailure) {
        this.opener = opener;
        this.length = length;
        this.trailers = trailers;
        this.onFailure = onFailure;
        this.ended = length == 0;
    }

    /**
     * Looks whether there is a body at all, where the head doesn't say: an HTTP/2 request without length may have ended
     * with its head. Its end has arrived by then, so nothing is waited for.
     *
     * @return whether the body has ended
     */
    boolean endsHere() {
        if (!ended && ahead == null) {
            ahead = next();
            ended = ahead == Content.Chunk.EOF;
        }
        return ended;
    }

    @Override
    public long getLength() {
        return length;
    }

    long received() {
        return received;
    }

    boolean isUnread() {
        return !ended;
    }

    @Override
    public Content.@Nullable Chunk read() {
        Content.Chunk first = ahead;
        if (first != null) {
            ahead = null;
            return first;
        }
        Throwable broken = failure;
        if (broken != null) {
            return Content.Chunk.from(broken, true);
        }
        return ended ? Content.Chunk.EOF : next();
    }

    private Content.@Nullable Chunk next() {
        try {
            ServletInputStream stream = input();
            return stream.isReady() ? chunk(stream) : null;
        } catch (IOException | RuntimeException e) {
            failure = e;
            return Content.Chunk.from(e, true);
        }
    }

    private ServletInputStream input() throws IOException {
        ServletInputStream stream = input;
        if (stream == null) {
            stream = opener.open();
            input = stream;
            stream.setReadListener(this);
        }
        return stream;
    }

    private Content.@Nullable Chunk chunk(ServletInputStream stream) throws IOException {
        byte[] bytes = new byte[Math.max(MIN_READ, Math.min(MAX_READ, stream.available()))];
        int count = stream.read(bytes);
        if (count > 0) {
            received += count;
            return Content.Chunk.from(ByteBuffer.wrap(bytes, 0, count), false);
        }
        if (count == 0) {
            return null;
        }
        ended = true;
        return end();
    }

    private Content.Chunk end() {
        Map<String, String> sent = trailers.get();
        if (sent.isEmpty()) {
            return Content.Chunk.EOF;
        }
        HttpFields.Mutable fields = HttpFields.build();
        sent.forEach(fields::add);
        return new Trailers(fields.asImmutable());
    }

    @Override
    public void demand(Runnable demandCallback) {
        if (!demand.compareAndSet(null, demandCallback)) {
            throw new IllegalStateException("demand pending");
        }
        if (isAvailable()) {
            runDemand();
        }
    }

    /** Asks the container; when it says no, it will call {@link #onDataAvailable}. */
    private boolean isAvailable() {
        if (ended || failure != null || ahead != null) {
            return true;
        }
        try {
            return input().isReady();
        } catch (IOException | RuntimeException e) {
            failure = e;
            return true;
        }
    }

    private boolean runDemand() {
        Runnable callback = demand.getAndSet(null);
        if (callback != null) {
            callback.run();
        }
        return callback != null;
    }

    @Override
    public void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        runDemand();
    }

    @Override
    public void onDataAvailable() {
        runDemand();
    }

    @Override
    public void onAllDataRead() {
        runDemand();
    }

    /** A reader that waits for bytes gets the failure, and may still answer; else nobody would hear of it. */
    @Override
    public void onError(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        if (!runDemand()) {
            onFailure.accept(cause);
        }
    }
}
