package io.gatehouse.exchange;

import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of every request before it is routed, whichever adapter it came through: the checks of Envoy's
 * connection manager, and of its HTTP/1 codec where the server below lets more pass.
 */
public final class RequestChecks {
    /** How many header fields a request may have: 100. */
    public static final int MAX_FIELDS = 100;

    private static final Set<String> METHODS = Set.of(
            "ACL",
            "BIND",
            "CHECKOUT",
            "CONNECT",
            "COPY",
            "DELETE",
            "GET",
            "HEAD",
            "LINK",
            "LOCK",
            "MERGE",
            "MKACTIVITY",
            "MKCALENDAR",
            "MKCOL",
            "MOVE",
            "MSEARCH",
            "NOTIFY",
            "OPTIONS",
            "PATCH",
            "POST",
            "PROPFIND",
            "PROPPATCH",
            "PURGE",
            "PUT",
            "REBIND",
            "REPORT",
            "SEARCH",
            "SOURCE",
            "SUBSCRIBE",
            "TRACE",
            "UNBIND",
            "UNLINK",
            "UNLOCK",
            "UNSUBSCRIBE");

    private RequestChecks() {}

    /**
     * Looks at a request's head.
     *
     * @param target the request as it arrived
     * @param fields its header fields
     * @return null when it may be routed
     */
    public static @Nullable Rejection check(RequestTarget target, HttpFields fields) {
        if (target.version().getVersion() < HttpVersion.HTTP_1_1.getVersion()) {
            return Rejection.UPGRADE_REQUIRED;
        }
        if (fields.size() > MAX_FIELDS) {
            return Rejection.FIELDS_TOO_LARGE;
        }
        Rejection malformed = malformed(target, fields);
        return malformed != null ? malformed : refused(target, fields);
    }

    private static @Nullable Rejection malformed(RequestTarget target, HttpFields fields) {
        boolean http1 = target.version() == HttpVersion.HTTP_1_1;
        if (http1 && !METHODS.contains(target.method())) {
            return Rejection.BAD_REQUEST;
        }
        if (target.authority().isEmpty()) {
            return Rejection.BAD_REQUEST_EMPTY;
        }
        if (target.authority().indexOf('@') >= 0 || !isVisible(target.path()) || !isVisible(target.query())) {
            return Rejection.BAD_REQUEST;
        }
        return http1 && hasOtherCoding(fields) ? Rejection.NOT_IMPLEMENTED : null;
    }

    private static @Nullable Rejection refused(RequestTarget target, HttpFields fields) {
        if (target.method().equals("CONNECT") && target.protocol() == null) {
            return Rejection.CONNECT;
        }
        if (target.path().equals("*")) {
            return Rejection.CONNECT;
        }
        if (!target.path().startsWith("/")) {
            return Rejection.BAD_REQUEST;
        }
        if (!target.secure() && "https".equalsIgnoreCase(target.absoluteScheme())) {
            return Rejection.WRONG_SCHEME;
        }
        String upgrade = target.protocol() != null ? target.protocol() : upgrade(fields);
        return upgrade == null || upgrade.equals("websocket") ? null : Rejection.UPGRADE_FAILED;
    }

    /**
     * Whether an HTTP/2 request has fields of HTTP/1's connections, which make it malformed: its stream is to be reset
     * (RFC 9113 §8.2.2).
     */
    public static boolean isMalformedHttp2(HttpFields fields) {
        for (HttpField field : fields) {
            HttpHeader header = field.getHeader();
            if (header == HttpHeader.CONNECTION
                    || header == HttpHeader.KEEP_ALIVE
                    || header == HttpHeader.PROXY_CONNECTION
                    || header == HttpHeader.TRANSFER_ENCODING
                    || header == HttpHeader.UPGRADE) {
                return true;
            }
        }
        return false;
    }

    /**
     * The protocol that an HTTP/1.1 client asks to switch to.
     *
     * @return lower-case; null when it asks for none, or for {@code h2c}, which is ignored as recorded
     */
    public static @Nullable String upgrade(HttpFields fields) {
        if (!fields.contains(HttpHeader.UPGRADE) || !fields.contains(HttpHeader.CONNECTION, "upgrade")) {
            return null;
        }
        String upgrade = fields.get(HttpHeader.UPGRADE);
        String protocol = upgrade == null ? "" : upgrade.toLowerCase(Locale.ROOT);
        return protocol.isEmpty() || protocol.equals("h2c") ? null : protocol;
    }

    private static boolean hasOtherCoding(HttpFields fields) {
        HttpField coding = fields.getField(HttpHeader.TRANSFER_ENCODING);
        return coding != null && !"chunked".equalsIgnoreCase(coding.getValue());
    }

    /** No controls, spaces or bytes beyond ASCII: they have no place in a request target (RFC 9112 §3.2). */
    private static boolean isVisible(@Nullable String text) {
        if (text != null) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c <= ' ' || c >= 0x7f) {
                    return false;
                }
            }
        }
        return true;
    }
}
