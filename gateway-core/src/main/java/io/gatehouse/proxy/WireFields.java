package io.gatehouse.proxy;

import io.gatehouse.exchange.UpstreamRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** The fields of one attempt as they go on the wire: lower-case names, as Envoy writes them, and Host first. */
final class WireFields {
    /** {@code HttpClient} would hold the body back until 100 comes, and some upstreams never send it. */
    private static final HttpField EXPECT = new HttpField((HttpHeader) null, "expect", "100-continue");

    private static final HttpField EMPTY = new HttpField(HttpHeader.CONTENT_LENGTH, "0");
    private static final HttpField EMPTY_UNKNOWN = new HttpField((HttpHeader) null, "content-length", "0");

    private WireFields() {}

    /** For HTTP/1.1. */
    static HttpFields.Mutable http1(UpstreamRequest request, long bodyLength) {
        HttpFields.Mutable wire = HttpFields.build(request.fields().size() + 6);
        wire.add(new HttpField((HttpHeader) null, "host", request.authority()));
        copy(request.fields(), wire);
        if (bodyLength == 0 && (wire.contains(HttpHeader.CONTENT_LENGTH) || !isBodiless(request.method()))) {
            wire.remove(HttpHeader.CONTENT_LENGTH);
            wire.add(isAssumed(request.method()) ? EMPTY : EMPTY_UNKNOWN);
        }
        if (bodyLength < 0) {
            // Even where the whole body is there: its length is not ours to say.
            wire.put(HttpHeader.TRANSFER_ENCODING, "chunked");
        }
        return wire;
    }

    /** For HTTP/2, whose authority is no field. */
    static HttpFields.Mutable http2(UpstreamRequest request) {
        HttpFields.Mutable wire = HttpFields.build(request.fields().size() + 4);
        copy(request.fields(), wire);
        return wire;
    }

    private static void copy(HttpFields fields, HttpFields.Mutable wire) {
        for (HttpField field : fields) {
            HttpHeader header = field.getHeader();
            if (header == HttpHeader.EXPECT) {
                wire.add(EXPECT);
            } else if (header == HttpHeader.CONTENT_LENGTH) {
                // The generator must find it to frame the body.
                wire.add(field);
            } else {
                String lower = field.getLowerCaseName();
                wire.add(
                        header == null && lower.equals(field.getName())
                                ? field
                                : new HttpField((HttpHeader) null, lower, field.getValue()));
            }
        }
    }

    /** The generator writes the length of these by itself, and of all others drops a length of zero. */
    private static boolean isAssumed(String method) {
        return method.equals("POST") || method.equals("PUT");
    }

    /** Methods of which nobody expects a body; of all others an absent length would be read as "unknown". */
    private static boolean isBodiless(String method) {
        return switch (method) {
            case "GET", "HEAD", "DELETE", "TRACE", "CONNECT" -> true;
            default -> false;
        };
    }
}
