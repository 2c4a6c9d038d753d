package io.gatehouse.upstream.connection;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A request's head as it goes on the wire: names in lower case as Envoy writes them, Host first, the length last.
 *
 * @param method as sent
 * @param target path and query, raw
 * @param authority for Host
 * @param fields all others; what they say of the body's length is not used
 * @param length of the body; 0 for none, -1 when it is not known, and goes out chunked
 */
public record Http1Head(String method, String target, String authority, HttpFields fields, long length) {
    private static final byte[] HOST = Ascii.bytes(" HTTP/1.1\r\nhost: ");
    private static final byte[] CHUNKED = Ascii.bytes("\r\ntransfer-encoding: chunked\r\n\r\n");
    private static final byte[] EXPECT = Ascii.bytes("\r\nexpect: 100-continue");
    private static final byte[] LENGTH = Ascii.bytes("\r\ncontent-length: ");
    private static final byte[] END = Ascii.bytes("\r\n\r\n");

    /** Longer than what is written beside names and values. */
    private static final int EXTRA = 128;

    boolean isToHead() {
        return method.equals("HEAD");
    }

    /** Writes it into a buffer, which the caller releases. */
    RetainableByteBuffer write(ByteBufferPool buffers) {
        RetainableByteBuffer buffer = buffers.acquire(size(), false);
        ByteBuffer bytes = buffer.getByteBuffer();
        byte[] out = bytes.array();
        int start = bytes.arrayOffset();
        int at = write(out, start);
        bytes.limit(at - start).position(0);
        return buffer;
    }

    private int size() {
        int size = EXTRA + method.length() + target.length() + authority.length();
        for (HttpField field : fields) {
            String value = field.getValue();
            size += field.getName().length() + (value == null ? 0 : value.length()) + 4;
        }
        return size;
    }

    private int write(byte[] out, int start) {
        int at = Ascii.value(method, out, start);
        out[at++] = ' ';
        at = Ascii.value(target, out, at);
        at = Ascii.copy(HOST, out, at);
        at = Ascii.value(authority, out, at);
        boolean saysLength = false;
        for (HttpField field : fields) {
            HttpHeader header = field.getHeader();
            if (header == HttpHeader.CONTENT_LENGTH) {
                saysLength = true;
            } else if (header == HttpHeader.EXPECT) {
                at = Ascii.copy(EXPECT, out, at);
            } else if (header != HttpHeader.TRANSFER_ENCODING && header != HttpHeader.HOST) {
                at = field(field, out, at);
            }
        }
        if (length < 0) {
            return Ascii.copy(CHUNKED, out, at);
        }
        if (length > 0 || saysLength || mayHaveBody()) {
            at = Ascii.copy(LENGTH, out, at);
            at = Ascii.value(Long.toString(length), out, at);
        }
        return Ascii.copy(END, out, at);
    }

    private static int field(HttpField field, byte[] out, int start) {
        int at = start;
        out[at++] = '\r';
        out[at++] = '\n';
        at = Ascii.value(field.getLowerCaseName(), out, at);
        out[at++] = ':';
        out[at++] = ' ';
        @Nullable String value = field.getValue();
        return value == null ? at : Ascii.value(value, out, at);
    }

    /** Of all other methods an absent length would be read as "unknown". */
    private boolean mayHaveBody() {
        return switch (method) {
            case "GET", "HEAD", "DELETE", "TRACE", "CONNECT" -> false;
            default -> true;
        };
    }
}
