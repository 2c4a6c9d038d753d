package io.gatehouse.servlet;

import io.gatehouse.exchange.RequestChecks;
import io.gatehouse.exchange.RequestTarget;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Reads a Servlet request in the gateway's terms. Only what the wire said: never a decoded or cleaned value. */
final class ServletRequests {
    private static final X509Certificate[] NO_CERTIFICATES = {};

    private ServletRequests() {}

    static RequestTarget target(HttpServletRequest request) {
        if (request.getAttribute(ConnectionAttributes.TARGET) instanceof RequestTarget known) {
            return known;
        }
        boolean secure = isSecure(request);
        HttpVersion version = version(request);
        String scheme = request.getScheme();
        // The scheme is the connection's, unless the request line named another.
        boolean absolute = version != HttpVersion.HTTP_2 && !scheme.equalsIgnoreCase(secure ? "https" : "http");
        return new RequestTarget(
                request.getMethod(),
                version,
                absolute ? scheme : null,
                authority(request),
                request.getRequestURI(),
                request.getQueryString(),
                null,
                secure);
    }

    /**
     * Whether the connection is TLS. Jetty takes an {@code https} URI on a clear-text port for that too: there, the
     * cipher suite tells, or the proxy in front that its forwarded module believes.
     */
    private static boolean isSecure(HttpServletRequest request) {
        return request.isSecure()
                && (!isOnJetty(request)
                        || request.getAttribute("jakarta.servlet.request.cipher_suite") != null
                        || request.getHeader("X-Forwarded-Proto") != null
                        || request.getHeader("Forwarded") != null);
    }

    static HttpVersion version(HttpServletRequest request) {
        HttpVersion version = HttpVersion.fromString(request.getProtocol());
        return version == null ? HttpVersion.HTTP_1_0 : version;
    }

    /** 0 when there is surely no body, -1 when only reading tells. */
    static long bodyLength(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        boolean framed = request.getHeader("Transfer-Encoding") != null || version(request) == HttpVersion.HTTP_2;
        return length >= 0 || framed ? length : 0;
    }

    static Map<String, String> trailers(HttpServletRequest request) {
        return request.isTrailerFieldsReady() ? request.getTrailerFields() : Map.of();
    }

    /** Host as it was sent, unless an absolute-form target or {@code :authority} names another (RFC 9112 §3.2.2). */
    private static String authority(HttpServletRequest request) {
        String host = request.getHeader("Host");
        String name = request.getServerName();
        if (host == null) {
            return name == null ? "" : withPort(request, name);
        }
        boolean same = name == null || !RequestChecks.isAuthority(host) || names(host, name);
        return same || isDefault(request, name) ? host : withPort(request, name);
    }

    /** Over HTTP/2 Jetty reads no Host: without {@code :authority}, it names the socket's own address. */
    private static boolean isDefault(HttpServletRequest request, String name) {
        return version(request) == HttpVersion.HTTP_2 && name.equals(request.getLocalAddr());
    }

    private static boolean names(String host, String name) {
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon > host.lastIndexOf(']');
        // Jetty brackets a name whose port is no number.
        return host.equalsIgnoreCase(name)
                || name.equalsIgnoreCase("[" + host + "]")
                || (hasPort && host.substring(0, colon).equalsIgnoreCase(name));
    }

    private static String withPort(HttpServletRequest request, String name) {
        String bracketed = name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name;
        int port = request.getServerPort();
        // Of the scheme that the request names: the container takes its port where the request names none.
        boolean usual = port <= 0 || port == (request.getScheme().equalsIgnoreCase("https") ? 443 : 80);
        return usual ? bracketed : bracketed + ":" + port;
    }

    static boolean isOnJetty(HttpServletRequest request) {
        return request.getServletContext().getServerInfo().startsWith("jetty/");
    }

    /** HTTP/1.1 only; and on Jetty a request without body stays at its end after {@code upgrade}: nothing is read. */
    static boolean isUpgradable(HttpServletRequest request) {
        return version(request) == HttpVersion.HTTP_1_1 && !isOnJetty(request);
    }

    static HttpFields fields(HttpServletRequest request) {
        HttpFields.Mutable fields = HttpFields.build();
        for (String name : Collections.list(request.getHeaderNames())) {
            if (!name.startsWith(":")) {
                Collections.list(request.getHeaders(name)).forEach(value -> fields.add(name, value));
            }
        }
        return fields.asImmutable();
    }

    static SocketAddress address(@Nullable String ip, int port) {
        try {
            // An address, never a name: nothing is resolved.
            return new InetSocketAddress(InetAddress.getByName(ip), Math.max(port, 0));
        } catch (UnknownHostException e) {
            return InetSocketAddress.createUnresolved(String.valueOf(ip), Math.max(port, 0));
        }
    }

    static X509Certificate[] certificates(HttpServletRequest request) {
        Object chain = request.getAttribute("jakarta.servlet.request.X509Certificate");
        return chain instanceof X509Certificate[] certificates ? certificates : NO_CERTIFICATES;
    }
}
