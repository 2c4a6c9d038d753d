package io.gatehouse.tests.conformance.wire;

import io.gatehouse.tests.conformance.data.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;
import org.eclipse.jetty.util.NanoTime;

/**
 * HPACK. Encoding is ours, literals only, so that anything can be sent, forbidden fields included; decoding is Jetty's,
 * one a connection because of the dynamic table.
 */
public final class Hpack {
    private final HpackDecoder decoder = new HpackDecoder(1 << 20, NanoTime::now);

    public static byte[] encode(List<Header> headers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Header header : headers) {
            out.write(0);
            literal(header.name(), out);
            literal(header.value(), out);
        }
        return out.toByteArray();
    }

    private static void literal(String text, ByteArrayOutputStream out) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        integer(bytes.length, out);
        out.writeBytes(bytes);
    }

    /** A length with a prefix of seven bits (RFC 7541 §5.1). */
    private static void integer(int value, ByteArrayOutputStream out) {
        if (value < 127) {
            out.write(value);
            return;
        }
        out.write(127);
        int rest = value - 127;
        while (rest >= 128) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    /** The fields, pseudo-headers first; for trailers there are none of those. */
    public List<Header> decode(byte[] block) throws IOException {
        MetaData message;
        try {
            message = decoder.decode(ByteBuffer.wrap(block));
        } catch (HpackException e) {
            throw new IOException(e);
        }
        List<Header> headers = new ArrayList<>();
        if (message instanceof MetaData.Response response) {
            headers.add(new Header(":status", Integer.toString(response.getStatus())));
        } else if (message instanceof MetaData.Request request) {
            if (request.getHttpURI().getAuthority() != null) {
                headers.add(new Header(":authority", request.getHttpURI().getAuthority()));
            }
            headers.add(new Header(":path", request.getHttpURI().getPathQuery()));
            headers.add(new Header(":method", request.getMethod()));
            headers.add(new Header(":scheme", request.getHttpURI().getScheme()));
        }
        for (HttpField field : message.getHttpFields()) {
            headers.add(new Header(field.getName(), field.getValue() == null ? "" : field.getValue()));
        }
        return headers;
    }
}
