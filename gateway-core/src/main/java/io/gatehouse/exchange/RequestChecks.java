package io.gatehouse.exchange;

import java.util.BitSet;
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

    private static final BitSet DIGIT = digits();

    /** RFC 9110 §5.6.2. */
    private static final BitSet TOKEN = characters("!#$%&'*+-.^_`|~");

    /** RFC 3986 §3.2 without userinfo, escapes and the comma that joins two hosts. */
    private static final BitSet AUTHORITY = characters("-._~!$&'()*+;=:[]");

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
        if (http1 ? !METHODS.contains(target.method()) : !isToken(target.method())) {
            return Rejection.BAD_REQUEST;
        }
        if (target.authority().isEmpty()) {
            return Rejection.BAD_REQUEST_EMPTY;
        }
        if (!isAuthority(target.authority()) || !isServedScheme(target.absoluteScheme())) {
            return Rejection.BAD_REQUEST;
        }
        if (!isVisible(target.path()) || !isVisible(target.query()) || !hasPlainLength(fields)) {
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

    /** Over HTTP/2 a method may hold anything that a field value may, and would spill into an HTTP/1 request line. */
    private static boolean isToken(String method) {
        return consistsOf(method, TOKEN);
    }

    /**
     * Whether a Host consists of names, addresses and ports only: what reads as userinfo or a path to some reads as a
     * host to others.
     */
    public static boolean isAuthority(String authority) {
        return consistsOf(authority, AUTHORITY);
    }

    private static boolean isServedScheme(@Nullable String scheme) {
        return scheme == null || scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
    }

    /** Digits, once: no sign, and no second opinion (RFC 9110 §8.6). */
    private static boolean hasPlainLength(HttpFields fields) {
        boolean seen = false;
        for (HttpField field : fields) {
            if (field.getHeader() == HttpHeader.CONTENT_LENGTH) {
                if (seen || !consistsOf(field.getValue(), DIGIT)) {
                    return false;
                }
                seen = true;
            }
        }
        return true;
    }

    private static boolean consistsOf(@Nullable String text, BitSet characters) {
        if (text == null || text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!characters.get(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static BitSet characters(String others) {
        BitSet set = new BitSet(128);
        set.set('0', '9' + 1);
        set.set('A', 'Z' + 1);
        set.set('a', 'z' + 1);
        others.chars().forEach(set::set);
        return set;
    }

    private static BitSet digits() {
        BitSet set = new BitSet(128);
        set.set('0', '9' + 1);
        return set;
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
