package io.gatehouse.upstream.connection;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers from a socket with Jetty's parser, a step at a time. One thread at a time uses it; {@link #close} may
 * come from any other, which is why whoever works on the buffer takes it out of its place.
 */
final class Http1Reader implements HttpParser.ResponseHandler {
    private static final int MAX_HEAD = 64 * 1024;
    private static final int FIELD_CACHE = 1024;

    private final EndPoint endPoint;
    private final ByteBufferPool buffers;
    private final HttpParser parser = new HttpParser(this, MAX_HEAD, HttpCompliance.RFC9110);
    private final AtomicReference<@Nullable RetainableByteBuffer> rest = new AtomicReference<>();
    private volatile boolean closed;
    /** Whether the last read filled what a socket is usually read into: more waits, most likely. */
    private boolean large;

    private boolean toHead;
    private boolean complete;
    private boolean ended;
    private @Nullable Http1Answer answer;
    private @Nullable IOException broken;
    private @Nullable RetainableByteBuffer current;
    private @Nullable ByteBuffer content;
    private @Nullable RetainableByteBuffer owner;

    Http1Reader(EndPoint endPoint, ByteBufferPool buffers) {
        this.endPoint = endPoint;
        this.buffers = buffers;
        parser.setHeaderCacheSize(FIELD_CACHE);
    }

    /** Gets ready for the next answer. */
    void begin(boolean answerToHead) {
        parser.reset();
        toHead = answerToHead;
        complete = false;
        answer = null;
        large = false;
    }

    /** The answer whose head was read. */
    Http1Answer answer() {
        Http1Answer read = answer;
        if (read == null) {
            throw new IllegalStateException("no answer yet");
        }
        return read;
    }

    /** Whether the answer was read to its end. */
    boolean isComplete() {
        return complete;
    }

    /** Whether the upstream has closed its side. */
    boolean isAtEnd() {
        return ended;
    }

    /** Whether the connection may serve another request. */
    boolean isReusable() {
        Http1Answer read = answer;
        return complete && !ended && read != null && !read.closes() && !hasMore();
    }

    /** Whether bytes are there that were not parsed. */
    boolean hasMore() {
        return rest.get() != null;
    }

    /**
     * Goes on to the next step: a head, a piece of a body, or the end of the message.
     *
     * @return false when the socket has nothing more for now
     */
    boolean advance() throws IOException {
        RetainableByteBuffer buffer = rest.getAndSet(null);
        if (buffer == null) {
            buffer = newBuffer();
        }
        try {
            while (!parse(buffer)) {
                if (ended) {
                    throw new EOFException("the upstream closed");
                }
                if (buffer.isRetained()) {
                    buffer.release();
                    buffer = newBuffer();
                }
                int filled = endPoint.fill(buffer.getByteBuffer());
                if (filled == 0) {
                    return false;
                }
                large = filled >= Buffers.PIECE;
                if (filled < 0) {
                    ended = true;
                    parser.atEOF();
                }
            }
            return true;
        } finally {
            putBack(buffer);
        }
    }

    private RetainableByteBuffer newBuffer() {
        return buffers.acquire(large ? Buffers.largePiece(buffers) : Buffers.PIECE, true);
    }

    private void putBack(RetainableByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            buffer.release();
            return;
        }
        rest.set(buffer);
        if (closed) {
            releaseRest();
        }
    }

    private boolean parse(RetainableByteBuffer buffer) throws IOException {
        current = buffer;
        boolean step = parseNext(buffer.getByteBuffer());
        current = null;
        IOException found = broken;
        if (found != null) {
            throw found;
        }
        return step;
    }

    private boolean parseNext(ByteBuffer bytes) throws IOException {
        try {
            return parser.parseNext(bytes);
        } catch (AssertionError status) {
            // The parser blames a head with the status that it read, which its exceptions assert to be one of an error
            throw notHttp(new BadMessageException("broken head"));
        }
    }

    private static IOException notHttp(HttpException failure) {
        return new IOException("not an HTTP answer", (Throwable) failure);
    }

    /** The next piece of the body; the last one says so. Null when there is none yet. */
    Content.@Nullable Chunk read() throws IOException {
        while (!complete) {
            if (!advance()) {
                return null;
            }
            if (content != null) {
                return chunk();
            }
        }
        return Content.Chunk.EOF;
    }

    /**
     * A piece, and whether it is the last: the end is often there already, and need not be waited for. A chunked body
     * ends after its last piece, lest the client be told a length that the upstream did not tell.
     */
    private Content.Chunk chunk() {
        ByteBuffer bytes = takeContent();
        RetainableByteBuffer whose = takeOwner();
        if (parser.getContentRead() == parser.getContentLength()) {
            parser.parseNext(BufferUtil.EMPTY_BUFFER);
        }
        return Content.Chunk.asChunk(bytes, complete, whose);
    }

    private ByteBuffer takeContent() {
        ByteBuffer taken = content;
        content = null;
        return taken == null ? BufferUtil.EMPTY_BUFFER : taken;
    }

    private RetainableByteBuffer takeOwner() {
        RetainableByteBuffer taken = owner;
        owner = null;
        return taken == null ? RetainableByteBuffer.EMPTY : taken;
    }

    /** What was read ahead, for a protocol that takes over. */
    @Nullable
    ByteBuffer takeRest() {
        RetainableByteBuffer buffer = rest.getAndSet(null);
        if (buffer == null) {
            return null;
        }
        ByteBuffer copy = BufferUtil.copy(buffer.getByteBuffer());
        buffer.release();
        return copy;
    }

    /** Gives its buffers back; the socket is closed. */
    void close() {
        closed = true;
        releaseRest();
    }

    private void releaseRest() {
        RetainableByteBuffer buffer = rest.getAndSet(null);
        if (buffer != null) {
            buffer.release();
        }
    }

    @Override
    public void startResponse(HttpVersion version, int status, String reason) {
        answer = new Http1Answer(version, status);
        parser.setHeadResponse(toHead);
    }

    @Override
    public void parsedHeader(HttpField field) {
        answer().add(field);
    }

    @Override
    public boolean headerComplete() {
        return true;
    }

    @Override
    public boolean content(ByteBuffer bytes) {
        RetainableByteBuffer buffer = current;
        if (buffer == null) {
            throw new IllegalStateException("content out of nowhere");
        }
        buffer.retain();
        owner = buffer;
        content = bytes;
        return true;
    }

    @Override
    public boolean contentComplete() {
        return false;
    }

    @Override
    public void parsedTrailer(HttpField field) {
        answer().addTrailer(field);
    }

    @Override
    public boolean messageComplete() {
        complete = true;
        return true;
    }

    @Override
    public void earlyEOF() {
        broken = new EOFException("the upstream closed");
    }

    @Override
    public void badMessage(HttpException failure) {
        broken = notHttp(failure);
    }
}
