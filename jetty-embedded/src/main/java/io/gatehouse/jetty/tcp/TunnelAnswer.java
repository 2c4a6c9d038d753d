package io.gatehouse.jetty.tcp;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/** A proxy's answer to the request for a tunnel: its head, and where the bytes travel in it, its body. */
final class TunnelAnswer implements HttpParser.ResponseHandler {
    private static final int MAX_HEAD = 16 * 1024;
    private static final int MAX_INTERIM = 10;

    private final HttpParser parser = new HttpParser(this, MAX_HEAD, HttpCompliance.RFC9110);
    private final boolean bodiless;
    private int status;
    private int interim;
    private boolean complete;
    private @Nullable IOException broken;
    private ByteBuffer content = BufferUtil.EMPTY_BUFFER;

    /**
     * An answer that is yet to come.
     *
     * @param bodiless whether it ends with its head, whatever its fields say, as that to CONNECT does (RFC 9110 §9.3.6)
     */
    TunnelAnswer(boolean bodiless) {
        this.bodiless = bodiless;
    }

    /** Of the head that was read. */
    int status() {
        return status;
    }

    /** Whether all of it was read. */
    boolean isComplete() {
        return complete;
    }

    /** Reads on; true when the head is there, and the rest of the bytes is what follows it. */
    boolean readHead(ByteBuffer bytes) throws IOException {
        while (parse(bytes)) {
            if (!HttpStatus.isInformational(status) || status == HttpStatus.SWITCHING_PROTOCOLS_101) {
                return true;
            }
            if (++interim > MAX_INTERIM) {
                throw new IOException("too many interim answers");
            }
            complete = false;
            parser.reset();
        }
        return false;
    }

    /**
     * Leaves of these bytes only those of the body.
     *
     * @return how many
     */
    int unwrap(ByteBuffer bytes) throws IOException {
        ByteBuffer framed = bytes.slice();
        // What was unwrapped is never longer than what it was wrapped in: it goes to the same place
        content = bytes.duplicate();
        int before = -1;
        while (!complete && framed.remaining() != before) {
            before = framed.remaining();
            parse(framed);
        }
        bytes.limit(content.position());
        content = BufferUtil.EMPTY_BUFFER;
        return bytes.remaining();
    }

    /** The proxy closed its side, which ends the body or breaks it off. */
    void end() throws IOException {
        parser.atEOF();
        parse(BufferUtil.EMPTY_BUFFER);
        if (!complete) {
            throw new EOFException("closed in the middle of the answer");
        }
    }

    private boolean parse(ByteBuffer bytes) throws IOException {
        boolean step;
        try {
            step = parser.parseNext(bytes);
        } catch (AssertionError badStatus) {
            // Of the parser's own exception, which asserts that the status that it read is one of an error
            throw notHttp(new BadMessageException("broken head"));
        }
        IOException found = broken;
        if (found != null) {
            throw found;
        }
        return step;
    }

    private static IOException notHttp(HttpException failure) {
        return new IOException("not an HTTP answer: " + failure.getReason(), (Throwable) failure);
    }

    @Override
    public void startResponse(HttpVersion version, int answered, String reason) {
        status = answered;
        parser.setHeadResponse(bodiless);
    }

    @Override
    public void parsedHeader(HttpField field) {
        // Nothing that a proxy says of itself matters here.
    }

    @Override
    public boolean headerComplete() {
        return true;
    }

    @Override
    public boolean content(ByteBuffer bytes) {
        int place = content.position();
        content.put(place, bytes, bytes.position(), bytes.remaining());
        content.position(place + bytes.remaining());
        return false;
    }

    @Override
    public boolean contentComplete() {
        return false;
    }

    @Override
    public boolean messageComplete() {
        complete = true;
        return true;
    }

    @Override
    public void earlyEOF() {
        broken = new EOFException("closed in the middle of the answer");
    }

    @Override
    public void badMessage(HttpException failure) {
        broken = notHttp(failure);
    }
}
