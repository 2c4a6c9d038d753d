package io.gatehouse.exchange;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * The form of an answer that the gateway gives itself: a short text, or for a gRPC client a {@code grpc-status} (gRPC
 * over HTTP/2, "HTTP to gRPC Status Code Mapping").
 */
public final class LocalReply {
    private static final byte[] NOTHING = {};

    private final ResponseHead head;
    private final byte[] body;
    private final boolean grpc;

    private LocalReply(ResponseHead head, byte[] body, boolean grpc) {
        this.head = head;
        this.body = body;
        this.grpc = grpc;
    }

    /**
     * Shapes an answer for a client.
     *
     * @param client the request's fields
     * @param fields further fields of the answer; a {@code grpc-status} among them is kept
     */
    public static LocalReply of(HttpFields client, int status, HttpFields fields, byte[] body) {
        HttpFields.Mutable out = HttpFields.build(fields);
        if (isGrpc(client)) {
            return grpc(status, out, body);
        }
        out.put(HttpHeader.CONTENT_LENGTH, body.length);
        return new LocalReply(new ResponseHead(status, out), body, false);
    }

    /** Says of what type the body is, unless a response hook has; run after the hooks, as Envoy does. */
    void putType(HttpFields.Mutable fields) {
        if (grpc) {
            fields.put(HttpHeader.CONTENT_TYPE, "application/grpc");
        } else if (body.length > 0 && !fields.contains(HttpHeader.CONTENT_TYPE)) {
            fields.put(HttpHeader.CONTENT_TYPE, "text/plain");
        }
    }

    private static LocalReply grpc(int status, HttpFields.Mutable fields, byte[] body) {
        if (!fields.contains("grpc-status")) {
            fields.put("grpc-status", Integer.toString(grpcStatus(status)));
        }
        if (body.length > 0) {
            fields.put("grpc-message", percentEncoded(body));
        }
        return new LocalReply(new ResponseHead(200, fields), NOTHING, true);
    }

    /** Whether a request is gRPC, by its {@code content-type}. */
    public static boolean isGrpc(HttpFields client) {
        HttpField type = client.getField(HttpHeader.CONTENT_TYPE);
        @Nullable String value = type == null ? null : type.getValue();
        if (value == null || !value.startsWith("application/grpc")) {
            return false;
        }
        int length = "application/grpc".length();
        return value.length() == length || value.charAt(length) == '+' || value.charAt(length) == ';';
    }

    private static int grpcStatus(int status) {
        return switch (status) {
            case 400 -> 13;
            case 401 -> 16;
            case 403 -> 7;
            case 404 -> 12;
            case 429, 502, 503, 504 -> 14;
            default -> 2;
        };
    }

    private static String percentEncoded(byte[] message) {
        StringBuilder out = new StringBuilder(message.length);
        for (byte b : message) {
            if (b >= ' ' && b <= '~' && b != '%') {
                out.append((char) b);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return out.toString();
    }

    /** Bytes of a text. */
    public static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Status and fields, before the response hooks. */
    public ResponseHead head() {
        return head;
    }

    /** The body; empty for a gRPC client. */
    public byte[] body() {
        return body;
    }
}
