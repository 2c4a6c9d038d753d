package io.gatehouse.telemetry;

import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.RequestView;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request that nobody sent: what {@code explain} asks about.
 *
 * @param localPort the port it would arrive on, as opened or as the Gateway names it
 * @param sni null on clear text
 * @param path normalised already
 * @param headers by lower-case name
 */
public record AskedRequest(
        String method,
        String scheme,
        String authority,
        int localPort,
        @Nullable String sni,
        String path,
        @Nullable String query,
        Map<String, String> headers)
        implements RequestView {
    public AskedRequest {
        Map<String, String> lowerCase = new TreeMap<>();
        headers.forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(lowerCase);
    }

    /**
     * A request for an absolute URI, such as {@code https://app.example.com:8443/a?b}. The port is the URI's, or its
     * scheme's; the SNI of https is the URI's host. A header {@code host} replaces the Host.
     *
     * @throws IllegalArgumentException when the text is no absolute http or https URI
     */
    public static AskedRequest of(String method, String uri, Map<String, String> headers) {
        int scheme = uri.startsWith("http://") ? 4 : uri.startsWith("https://") ? 5 : 0;
        if (scheme == 0) {
            throw new IllegalArgumentException("\"" + uri + "\" does not begin with http:// or https://");
        }
        int start = scheme + 3;
        int end = firstOf(uri, start, "/?#");
        String authority = uri.substring(start, end);
        if (authority.isEmpty()) {
            throw new IllegalArgumentException("\"" + uri + "\" names no host");
        }
        int fragment = uri.indexOf('#', end);
        String target = uri.substring(end, fragment < 0 ? uri.length() : fragment);
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        int colon = authority.lastIndexOf(':') > authority.lastIndexOf(']') ? authority.lastIndexOf(':') : -1;
        String host = (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
        AskedRequest asked = new AskedRequest(
                method,
                uri.substring(0, scheme),
                authority,
                colon < 0 ? scheme == 4 ? 80 : 443 : port(authority.substring(colon + 1)),
                scheme == 5 ? host : null,
                path.isEmpty() ? "/" : path,
                query < 0 ? null : target.substring(query + 1),
                headers);
        String named = asked.header("host");
        return named == null ? asked : asked.withAuthority(named);
    }

    private static int firstOf(String text, int from, String ends) {
        int at = from;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no port", e);
        }
    }

    private AskedRequest withAuthority(String host) {
        return new AskedRequest(method, scheme, host, localPort, sni, path, query, headers);
    }

    /** The same request on a connection that named another server in its TLS handshake; null for none. */
    public AskedRequest withSni(@Nullable String name) {
        return new AskedRequest(method, scheme, authority, localPort, name, path, query, headers);
    }

    /** The same request on another port. */
    public AskedRequest withPort(int port) {
        return new AskedRequest(method, scheme, authority, port, sni, path, query, headers);
    }

    /** The same request with another path, such as the normalised one. */
    public AskedRequest withPath(String newPath) {
        return new AskedRequest(method, scheme, authority, localPort, sni, newPath, query, headers);
    }

    @Override
    public @Nullable ListenerKey listener() {
        return null;
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
