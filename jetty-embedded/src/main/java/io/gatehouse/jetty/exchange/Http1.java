package io.gatehouse.jetty.exchange;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Response;

/** How heads are written on HTTP/1: names in lower case, as Envoy writes them. */
final class Http1 {
    /** Says that the connection ends, also where the generator would think it superfluous (HTTP/1.0). */
    static final HttpField CLOSE = new HttpField((HttpHeader) null, "connection", "close");

    /** The body's end is marked. */
    static final HttpField CHUNKED =
            new PreEncodedHttpField(HttpHeader.TRANSFER_ENCODING, HttpHeaderValue.CHUNKED.asString());

    private Http1() {}

    /** Copies fields to a response that has none yet. */
    static void write(HttpFields fields, Response response) {
        HttpFields.Mutable out = response.getHeaders().clear();
        for (HttpField field : fields) {
            out.add(lowered(field));
        }
    }

    private static HttpField lowered(HttpField field) {
        HttpHeader header = field.getHeader();
        if (header == null) {
            return field;
        }
        return switch (header) {
            // The generator looks for these and writes them itself.
            case CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION -> field;
            default -> new HttpField((HttpHeader) null, field.getLowerCaseName(), field.getValue());
        };
    }
}
