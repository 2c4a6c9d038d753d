package io.gatehouse.upstream;

import io.gatehouse.route.LoadBalancing.HashKey;
import io.gatehouse.route.RequestView;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what is hashed in a request, and makes the cookie of a client that has none. */
final class HashKeys {
    private HashKeys() {}

    static @Nullable String value(HashKey key, LoadBalancer.Pick pick) {
        if (key instanceof HashKey.Header header) {
            return pick.view().header(header.name());
        }
        if (key instanceof HashKey.Cookie cookie) {
            String sent = cookie(pick.view(), cookie.name());
            return sent == null ? pick.cookie() : sent;
        }
        if (key instanceof HashKey.QueryParameter parameter) {
            return parameter(pick.view().query(), parameter.name());
        }
        return pick.peer() instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress()
                : pick.peer().toString();
    }

    static @Nullable String cookie(RequestView view, String name) {
        for (String field : view.headerValues("cookie")) {
            for (String pair : field.split("[;,]")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).trim().equals(name)) {
                    String value = pair.substring(equals + 1).trim();
                    return value.isEmpty() ? null : unquoted(value);
                }
            }
        }
        return null;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static @Nullable String parameter(@Nullable String query, String name) {
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if ((equals < 0 ? pair : pair.substring(0, equals)).equals(name)) {
                return equals < 0 ? "" : pair.substring(equals + 1);
            }
        }
        return null;
    }

    /** The {@code Set-Cookie} field of a cookie that is made. */
    static String setCookie(HashKey.Cookie cookie, String value) {
        StringBuilder text =
                new StringBuilder(cookie.name()).append("=\"").append(value).append('"');
        Duration ttl = cookie.ttl();
        if (ttl != null && !ttl.isZero()) {
            text.append("; Max-Age=").append(ttl.toSeconds());
        }
        if (cookie.path() != null && !cookie.path().isEmpty()) {
            text.append("; Path=").append(cookie.path());
        }
        for (Map.Entry<String, String> attribute : cookie.attributes().entrySet()) {
            text.append("; ").append(attribute.getKey());
            if (!attribute.getValue().isEmpty()) {
                text.append('=').append(attribute.getValue());
            }
        }
        return text.append("; HttpOnly").toString();
    }
}
