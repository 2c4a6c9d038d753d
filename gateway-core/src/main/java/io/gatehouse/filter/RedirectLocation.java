package io.gatehouse.filter;

import io.gatehouse.route.RequestView;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteAction;
import org.jspecify.annotations.Nullable;

/**
 * Builds the absolute {@code location} of a redirect. What the rule does not name stays as the client sent it, the port
 * of its Host included: that is Envoy's way, also for {@code httpsRedirect}.
 */
final class RedirectLocation {
    private RedirectLocation() {}

    /** The same URI by https ({@code Gateway.servers[].tls.httpsRedirect}). */
    static String toHttps(RequestView request) {
        return "https://" + host(request, "https", false) + target(request.path(), request.query());
    }

    /** The request's own URI. */
    static String same(RequestView request) {
        return request.scheme() + "://" + request.authority() + target(request.path(), request.query());
    }

    /** Where a {@code redirect} of a route leads. */
    static String of(RequestView request, Route route, RouteAction.Redirect redirect) {
        String scheme = redirect.scheme() == null ? request.scheme() : redirect.scheme();
        int port = isDefaultPort(scheme, redirect.port()) ? 0 : redirect.port();
        String host = redirect.authority() == null ? host(request, scheme, port != 0) : redirect.authority();
        String authority = port == 0 ? host : host + ":" + port;
        return scheme + "://" + authority + path(request, route, redirect);
    }

    /** A port that goes without saying is never written. */
    private static boolean isDefaultPort(String scheme, int port) {
        return port == 80 && scheme.equals("http") || port == 443 && scheme.equals("https");
    }

    private static String path(RequestView request, Route route, RouteAction.Redirect redirect) {
        if (redirect.path() != null) {
            String path = redirect.path().startsWith("/") ? redirect.path() : "/" + redirect.path();
            // A query of the rule's own replaces the request's.
            return path.indexOf('?') >= 0 ? path : target(path, request.query());
        }
        if (redirect.prefix() != null) {
            return target(PathRewrite.swapPrefix(route, request.path(), redirect.prefix()), request.query());
        }
        return target(request.path(), request.query());
    }

    /** The request's host; its port goes when another one is written, or when it was its scheme's default. */
    private static String host(RequestView request, String newScheme, boolean portReplaced) {
        String authority = request.authority();
        int colon = portColon(authority);
        if (colon < 0) {
            return authority;
        }
        String port = authority.substring(colon);
        boolean drop = portReplaced
                || !newScheme.equals(request.scheme())
                        && (request.scheme().equals("http") ? port.equals(":80") : port.equals(":443"));
        return drop ? authority.substring(0, colon) : authority;
    }

    /** Where the port begins; a colon inside the brackets of an IPv6 address is none. */
    private static int portColon(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? colon : -1;
    }

    private static String target(String path, @Nullable String query) {
        return query == null ? path : path + "?" + query;
    }
}
