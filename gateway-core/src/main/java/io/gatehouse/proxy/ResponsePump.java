package io.gatehouse.proxy;

import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.upstream.connection.UpstreamAnswer;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * Moves an upstream's body to the client, a chunk at a time: the next is read when the last has been written, and
 * nothing is held back. A body that breaks off breaks the client's off.
 */
final class ResponsePump extends IteratingCallback {
    private final ClientExchange exchange;
    private final UpstreamAnswer answer;
    private final Content.Source source;
    private final Outcome outcome;
    private long left;
    private boolean started;
    private boolean last;
    private Content.@Nullable Chunk chunk;

    /** Hears how it ended. */
    interface Outcome {
        /** All is written. */
        void done();

        /** The upstream's side broke. */
        void upstreamFailed(Throwable cause);

        /** The client's side broke. */
        void clientFailed(Throwable cause);
    }

    ResponsePump(ClientExchange exchange, UpstreamAnswer answer, Content.Source source, Outcome outcome) {
        this.exchange = exchange;
        this.answer = answer;
        this.source = source;
        this.outcome = outcome;
        boolean counted = answer.version() != HttpVersion.HTTP_2;
        this.left = counted ? answer.fields().getLongField(HttpHeader.CONTENT_LENGTH) : -1;
    }

    @Override
    protected Action process() {
        if (last) {
            return Action.SUCCEEDED;
        }
        Content.Chunk read = source.read();
        if (read == null) {
            return nothingYet();
        }
        if (Content.Chunk.isFailure(read)) {
            Throwable failure = read.getFailure();
            outcome.upstreamFailed(failure);
            return Action.IDLE;
        }
        chunk = read;
        left -= read.remaining();
        last = read.isLast() || (left == 0 && endsHere());
        if (last) {
            passTrailers();
        }
        return write(read.getByteBuffer());
    }

    /** The head goes out even when no byte of the body is there. */
    private Action nothingYet() {
        if (!started) {
            return write(BufferUtil.EMPTY_BUFFER);
        }
        source.demand(this::iterate);
        return Action.IDLE;
    }

    private Action write(ByteBuffer bytes) {
        started = true;
        exchange.write(last, bytes, this);
        return Action.SCHEDULED;
    }

    /**
     * After the last byte of Content-Length, the end is there to be read without waiting. Reading it now frees the
     * upstream's connection for the client's next request, and the client gets the end with the last bytes.
     */
    private boolean endsHere() {
        Content.Chunk end = source.read();
        if (end == null) {
            return false;
        }
        if (Content.Chunk.isFailure(end)) {
            return false;
        }
        end.release();
        return end.isLast();
    }

    private void passTrailers() {
        HttpFields trailers = answer.trailers();
        boolean both = answer.version() == HttpVersion.HTTP_2 && exchange.clientVersion() == HttpVersion.HTTP_2;
        if (both && trailers != null && trailers.size() > 0) {
            exchange.trailers(trailers);
        }
    }

    @Override
    protected void onSuccess() {
        release();
    }

    @Override
    protected void onCompleteSuccess() {
        outcome.done();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        release();
        outcome.clientFailed(cause);
    }

    private void release() {
        Content.Chunk written = chunk;
        chunk = null;
        if (written != null) {
            written.release();
        }
    }
}
