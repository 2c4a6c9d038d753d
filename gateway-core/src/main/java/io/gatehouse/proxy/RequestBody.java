package io.gatehouse.proxy;

import io.gatehouse.exchange.ClientExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The body of a client's request, as attempts and mirrors read it: streamed with the upstream's pace, and kept for
 * replay only where a retry or a mirror may need it again, up to a limit. Past the limit it is never replayed.
 */
final class RequestBody {
    /** Bytes that are kept of one request. */
    static final int MAX_KEPT = 1024 * 1024;

    /** How long a client that said {@code Expect: 100-continue} waits for an upstream that does not say 100. */
    private static final long CONTINUE_MILLIS = 1000;

    private final ClientExchange exchange;
    private final Scheduler scheduler;
    private final boolean keeping;
    private List<ByteBuffer> kept = List.of();
    private List<Reader> mirrors = List.of();
    private int keptBytes;
    private boolean overflowed;
    private boolean touched;
    private boolean ended;
    private boolean complete;
    private long missing;
    private boolean demanded;
    private boolean gated;
    private @Nullable HttpFields trailers;
    private @Nullable Runnable onEnd;
    private @Nullable Reader main;
    private @Nullable Throwable clientFailure;

    RequestBody(ClientExchange exchange, Scheduler scheduler, boolean keeping) {
        this.exchange = exchange;
        this.scheduler = scheduler;
        this.keeping = keeping;
        this.gated = exchange.clientHeaders().contains(HttpHeader.EXPECT, "100-continue");
        this.missing = exchange.bodyLength();
        this.ended = missing == 0;
        this.complete = ended;
    }

    /** The body for the next attempt, from its first byte; null when the request has none. */
    @Nullable
    Reader nextAttempt() {
        if (exchange.bodyLength() == 0) {
            return null;
        }
        synchronized (this) {
            main = new Reader(false);
            return main;
        }
    }

    /** The body for a mirror: it hears what the attempts read, and never makes them wait. */
    @Nullable
    Reader mirror() {
        if (exchange.bodyLength() == 0) {
            return null;
        }
        synchronized (this) {
            Reader mirror = new Reader(true);
            if (mirrors.isEmpty()) {
                mirrors = new ArrayList<>();
            }
            mirrors.add(mirror);
            return mirror;
        }
    }

    /** Whether another attempt can have the whole body. */
    synchronized boolean canReplay() {
        return !touched || (keeping && !overflowed);
    }

    /** Whether all of it has been read from the client. */
    synchronized boolean isEnded() {
        return ended;
    }

    /** What broke the body on the client's side; null for nothing. */
    synchronized @Nullable Throwable clientFailure() {
        return clientFailure;
    }

    /** The request's trailers, once the body has ended. */
    synchronized @Nullable HttpFields trailers() {
        return trailers;
    }

    /**
     * Runs a task when the whole body has been read; at once when it has been. The last byte of Content-Length is the
     * end, even when an upstream that takes no more keeps the end itself from being read.
     */
    void onEnd(Runnable task) {
        synchronized (this) {
            if (!complete) {
                onEnd = task;
                return;
            }
        }
        task.run();
    }

    /** The upstream wants the body (100), or will do without asking for it. */
    void proceed() {
        synchronized (this) {
            if (!gated) {
                return;
            }
            gated = false;
            if (main == null || main.waiting == null) {
                return;
            }
        }
        demandClient();
    }

    private void demandClient() {
        synchronized (this) {
            if (demanded) {
                return;
            }
            demanded = true;
        }
        exchange.body().demand(this::onAvailable);
    }

    private void onAvailable() {
        Runnable waiting;
        synchronized (this) {
            demanded = false;
            waiting = main == null ? null : main.takeWaiting();
        }
        if (waiting != null) {
            waiting.run();
        }
    }

    /** Reads on from the client, for the attempt that has read all there was. */
    private Content.@Nullable Chunk readClient(Reader reader) {
        Content.Chunk chunk = exchange.body().read();
        if (chunk == null) {
            reader.begun = true;
            return null;
        }
        if (Content.Chunk.isFailure(chunk)) {
            synchronized (this) {
                clientFailure = chunk.getFailure();
                // The head goes out first, as it would if the bad bytes came a little later.
                boolean first = !reader.begun;
                reader.begun = true;
                reader.broken = first ? chunk : null;
                return first ? null : chunk;
            }
        }
        Runnable end = null;
        List<Runnable> woken = List.of();
        Content.Chunk given;
        reader.begun = true;
        synchronized (this) {
            touched = true;
            missing -= chunk.remaining();
            complete = chunk.isLast() || missing == 0;
            given = keeping && !overflowed && chunk.hasRemaining() ? keep(chunk, reader) : chunk;
            if (chunk.isLast()) {
                ended = true;
                trailers = chunk instanceof Trailers last ? last.getTrailers() : null;
            }
            if (complete) {
                end = onEnd;
                onEnd = null;
            }
            for (Reader mirror : mirrors) {
                Runnable waiting = mirror.takeWaiting();
                if (waiting != null) {
                    woken = woken.isEmpty() ? new ArrayList<>() : woken;
                    woken.add(waiting);
                }
            }
        }
        if (end != null) {
            end.run();
        }
        woken.forEach(Runnable::run);
        return given;
    }

    private Content.Chunk keep(Content.Chunk chunk, Reader reader) {
        if (keptBytes + chunk.remaining() > MAX_KEPT) {
            overflowed = true;
            kept = List.of();
            return chunk;
        }
        ByteBuffer copy = BufferUtil.copy(chunk.getByteBuffer());
        boolean last = chunk.isLast();
        chunk.release();
        keptBytes += copy.remaining();
        if (kept.isEmpty()) {
            kept = new ArrayList<>();
        }
        kept.add(copy);
        reader.position++;
        return Content.Chunk.from(copy.slice(), last);
    }

    /** One reading of the body, by the client of one attempt. */
    final class Reader implements Request.Content {
        private final boolean mirror;
        private int position;
        private boolean closed;
        private @Nullable Runnable waiting;
        private boolean begun;
        private Content.@Nullable Chunk broken;

        private Reader(boolean mirror) {
            this.mirror = mirror;
        }

        @Override
        public long getLength() {
            return exchange.bodyLength();
        }

        @Override
        public Content.@Nullable Chunk read() {
            synchronized (RequestBody.this) {
                if (closed || (mirror && overflowed)) {
                    return Content.Chunk.from(new IOException("the body is not to be had any more"));
                }
                Content.Chunk failure = broken;
                if (failure != null) {
                    broken = null;
                    return failure;
                }
                if (position < kept.size()) {
                    ByteBuffer bytes = kept.get(position++).slice();
                    return Content.Chunk.from(bytes, ended && position == kept.size());
                }
                if (ended) {
                    return Content.Chunk.EOF;
                }
                if (mirror) {
                    return null;
                }
            }
            return readClient(this);
        }

        @Override
        public void demand(Runnable demandCallback) {
            boolean now;
            boolean wait;
            synchronized (RequestBody.this) {
                now = closed || ended || broken != null || position < kept.size() || (mirror && overflowed);
                waiting = now ? null : demandCallback;
                wait = gated || mirror;
            }
            if (now) {
                demandCallback.run();
            } else if (!wait) {
                demandClient();
            } else if (!mirror) {
                scheduler.schedule(RequestBody.this::proceed, CONTINUE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        /** The attempt is over; the client's request is not. */
        @Override
        public void fail(Throwable failure) {
            synchronized (RequestBody.this) {
                closed = true;
                waiting = null;
            }
        }

        private @Nullable Runnable takeWaiting() {
            Runnable taken = waiting;
            waiting = null;
            return taken;
        }
    }
}
