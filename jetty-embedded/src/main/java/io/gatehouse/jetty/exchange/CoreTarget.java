package io.gatehouse.jetty.exchange;

import io.gatehouse.exchange.RequestTarget;
import java.util.Locale;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.TunnelSupport;
import org.jspecify.annotations.Nullable;

/** Reads the target of a Jetty request as it arrived, where Jetty has already put defaults. */
final class CoreTarget {
    private CoreTarget() {}

    static RequestTarget of(Request request) {
        HttpURI uri = request.getHttpURI();
        HttpVersion version = request.getConnectionMetaData().getHttpVersion();
        boolean http2 = version == HttpVersion.HTTP_2;
        String path = uri.getPath();
        return new RequestTarget(
                request.getMethod(),
                version,
                http2 ? null : uri.getScheme(),
                authority(request, uri, http2),
                path == null ? "" : path,
                uri.getQuery(),
                protocol(request, http2),
                request.getConnectionMetaData().isSecure());
    }

    private static String authority(Request request, HttpURI uri, boolean http2) {
        String named = uri.getUser() == null ? uri.getAuthority() : uri.getUser() + "@" + uri.getAuthority();
        HttpField host = request.getHeaders().getField(HttpHeader.HOST);
        if (host == null || host.getValue() == null) {
            return named == null || !http2 ? "" : named;
        }
        // The Host as the client wrote it, unless an absolute-form target (or :authority) names another.
        boolean same = named == null || (uri.getUser() == null && names(uri, host));
        return same ? host.getValue() : named;
    }

    private static boolean names(HttpURI uri, HttpField host) {
        HostPortHttpField field =
                host instanceof HostPortHttpField parsed ? parsed : new HostPortHttpField(host.getValue());
        return field.getHost() == null || field.getHost().equalsIgnoreCase(uri.getHost());
    }

    private static @Nullable String protocol(Request request, boolean http2) {
        TunnelSupport tunnel = http2 ? request.getTunnelSupport() : null;
        String protocol = tunnel == null ? null : tunnel.getProtocol();
        return protocol == null ? null : protocol.toLowerCase(Locale.ROOT);
    }
}
