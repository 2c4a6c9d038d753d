package io.gatehouse.tests.conformance.wire;

import io.gatehouse.tests.conformance.data.Header;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads HTTP/1 messages from a socket and changes nothing: names keep their case and order, bytes are Latin-1. */
public final class HttpReader {
    private final InputStream in;

    public HttpReader(InputStream in) {
        this.in = in instanceof BufferedInputStream ? in : new BufferedInputStream(in);
    }

    /** A body and the trailers after it. */
    public record Content(String body, List<Header> trailers) {}

    /** A line without its end, or null at the end of the stream. */
    public String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int b;
        while ((b = in.read()) != '\n') {
            if (b < 0) {
                if (bytes.size() == 0) {
                    return null;
                }
                throw new EOFException("closed in the middle of a line");
            }
            bytes.write(b);
        }
        String line = bytes.toString(StandardCharsets.ISO_8859_1);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    public List<Header> headers() throws IOException {
        List<Header> headers = new ArrayList<>();
        while (true) {
            String line = line();
            if (line == null) {
                throw new EOFException("closed in the middle of the headers");
            }
            if (line.isEmpty()) {
                return List.copyOf(headers);
            }
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new ProtocolException("not a header: " + line);
            }
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
    }

    /** The content that these headers announce; without a length it goes on until the end when {@code toEnd}. */
    public Content content(List<Header> headers, boolean toEnd) throws IOException {
        if (Header.first(headers, "transfer-encoding").orElse("").contains("chunked")) {
            return chunked();
        }
        String length = Header.first(headers, "content-length").orElse(null);
        if (length != null) {
            return new Content(exactly(Integer.parseInt(length)), List.of());
        }
        return new Content(toEnd ? new String(in.readAllBytes(), StandardCharsets.ISO_8859_1) : "", List.of());
    }

    private Content chunked() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int size = chunkSize(line());
            if (size == 0) {
                return new Content(body.toString(), headers());
            }
            body.append(exactly(size));
            line();
        }
    }

    private static int chunkSize(String line) throws IOException {
        if (line == null) {
            throw new EOFException("closed before a chunk");
        }
        try {
            return Integer.parseInt(line.split(";")[0].strip(), 16);
        } catch (NumberFormatException e) {
            throw new ProtocolException("not a chunk size: " + line);
        }
    }

    public String exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("closed after " + bytes.length + " of " + length + " bytes");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** What is there now or comes next, in one read; null at the end. */
    public String some() throws IOException {
        byte[] bytes = new byte[65536];
        int n = in.read(bytes);
        return n < 0 ? null : new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
    }
}
