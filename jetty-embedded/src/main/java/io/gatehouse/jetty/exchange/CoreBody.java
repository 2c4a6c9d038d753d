package io.gatehouse.jetty.exchange;

import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The body of a Jetty request: knows its length where it can, counts its bytes, and whether its end was reached. */
final class CoreBody implements Content.Source {
    private final Request request;
    private final Runnable onEnd;
    private final long length;
    private final AtomicReference<Content.@Nullable Chunk> first = new AtomicReference<>();
    private final @Nullable LargeReads largeReads;
    private @Nullable Runnable waiting;
    private boolean demanded;
    private boolean missing;
    private volatile boolean ended;
    private volatile boolean touched;
    private volatile boolean answered;
    private long bytesRead;

    /**
     * The body of a request.
     *
     * @param tunnel the request has none, though its stream goes on
     * @param onEnd runs when the end was read
     */
    CoreBody(Request request, boolean tunnel, Runnable onEnd) {
        this.request = request;
        this.onEnd = onEnd;
        this.length = tunnel ? 0 : length(request);
        this.ended = length == 0;
        this.largeReads = ended ? null : LargeReads.of(request);
    }

    private long length(Request from) {
        if (from.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
            boolean chunked = from.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
            return chunked ? -1 : Math.max(0, from.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH));
        }
        long said = from.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        if (said == 0 || (said > 0 && from.getHeaders().contains(HttpHeader.EXPECT))) {
            return said;
        }
        // An HTTP/2 request need not say; whether its head ended it shows in the first read.
        Content.Chunk chunk = from.read();
        boolean empty = chunk != null && chunk.isLast() && !chunk.hasRemaining() && !(chunk instanceof Trailers);
        if (empty && !Content.Chunk.isFailure(chunk)) {
            missing = said > 0;
            return 0;
        }
        first.set(chunk);
        return said > 0 ? said : -1;
    }

    /** Whether a length was announced, and the request ended with its head (RFC 9113 §8.1.1). */
    boolean isMissing() {
        return missing;
    }

    /** Gives back what was looked at and never read; else its buffer, and its share of the window, are lost. */
    void close() {
        Content.Chunk unread = first.getAndSet(null);
        if (unread != null) {
            unread.release();
        }
        if (largeReads != null) {
            largeReads.end();
        }
    }

    @Override
    public long getLength() {
        return length;
    }

    @Override
    public Content.@Nullable Chunk read() {
        return answered ? Content.Chunk.from(new EofException("the request is answered")) : readOn();
    }

    /** From here on only the drain reads: the upstream may not have noticed yet that its request is over. */
    void answered() {
        answered = true;
    }

    /** Reads, answered or not. */
    Content.@Nullable Chunk readOn() {
        Content.Chunk chunk = first.getAndSet(null);
        if (chunk != null) {
            // Read ahead.
        } else if (length == 0) {
            return Content.Chunk.EOF;
        } else {
            chunk = request.read();
            if (largeReads != null) {
                largeReads.after(chunk);
            }
        }
        if (chunk != null) {
            touched = true;
            bytesRead += chunk.remaining();
            if (chunk.isLast()) {
                ended = true;
                onEnd.run();
            }
        }
        return chunk;
    }

    @Override
    public void demand(Runnable demandCallback) {
        if (answered) {
            demandCallback.run();
        } else {
            demandOn(demandCallback);
        }
    }

    /** Demands, answered or not; a later demand takes the place of one that is still waiting. */
    void demandOn(Runnable demandCallback) {
        synchronized (this) {
            if (first.get() == null && length != 0) {
                waiting = demandCallback;
                if (demanded) {
                    return;
                }
                demanded = true;
            }
        }
        if (first.get() != null || length == 0) {
            demandCallback.run();
        } else {
            request.demand(this::onAvailable);
        }
    }

    private void onAvailable() {
        Runnable callback;
        synchronized (this) {
            demanded = false;
            callback = waiting;
            waiting = null;
        }
        if (callback != null) {
            callback.run();
        }
    }

    @Override
    public void fail(Throwable failure) {
        request.fail(failure);
    }

    /** Whether the end was read. */
    boolean isEnded() {
        return ended;
    }

    /** Whether anything of it was read, or is being waited for. */
    boolean isTouched() {
        return touched || demanded;
    }

    long bytesRead() {
        return bytesRead;
    }
}
