package io.gatehouse.exchange;

import io.gatehouse.route.MeshSpec;
import io.gatehouse.route.RequestView;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.util.StringUtil;
import org.jspecify.annotations.Nullable;

/**
 * Makes the request that goes upstream from the client's: end-to-end fields only, the client's claims about itself
 * removed or replaced, and the gateway's own added. The gateway stands at the edge: a client is not believed, unless
 * {@code numTrustedProxies} says that proxies stand in front.
 */
public final class ForwardingHeaders {
    /** Fields that a client could steer the gateway or its upstreams with; only the gateway may set them. */
    private static final List<String> RESERVED = List.of(
            "x-envoy-attempt-count",
            "x-envoy-decorator-operation",
            "x-envoy-downstream-service-cluster",
            "x-envoy-downstream-service-node",
            "x-envoy-expected-rq-timeout-ms",
            "x-envoy-external-address",
            "x-envoy-force-trace",
            "x-envoy-hedge-on-per-try-timeout",
            "x-envoy-internal",
            "x-envoy-ip-tags",
            "x-envoy-is-timeout-retry",
            "x-envoy-max-retries",
            "x-envoy-original-host",
            "x-envoy-original-path",
            "x-envoy-original-url",
            "x-envoy-retriable-header-names",
            "x-envoy-retriable-status-codes",
            "x-envoy-retry-grpc-on",
            "x-envoy-retry-on",
            "x-envoy-upstream-alt-stat-name",
            "x-envoy-upstream-rq-per-try-timeout-ms",
            "x-envoy-upstream-rq-timeout-alt-response",
            "x-envoy-upstream-rq-timeout-ms",
            "x-envoy-upstream-stream-duration-ms");

    private ForwardingHeaders() {}

    /**
     * The request as the filters get it.
     *
     * @param version of the client's request
     * @param certificates the client's, verified; empty without
     */
    public static UpstreamRequest upstreamRequest(
            RequestView view,
            HttpFields client,
            HttpVersion version,
            MeshSpec mesh,
            SocketAddress peer,
            X509Certificate[] certificates) {
        HttpFields.Mutable fields = HttpFields.build(client.size() + 8);
        HopByHop.copyEndToEnd(client, fields);
        fields.remove(HttpHeader.HOST);
        removeReserved(fields);
        FieldTwins.remove(fields);
        joinUserAgents(fields);
        if (version == HttpVersion.HTTP_2) {
            joinCookies(fields);
        }
        String address = address(peer);
        String trusted = trustedAddress(fields, mesh.trustedProxies());
        appendForwardedFor(fields, address);
        if (mesh.trustedProxies() == 0 || !fields.contains(HttpHeader.X_FORWARDED_PROTO)) {
            fields.put(HttpHeader.X_FORWARDED_PROTO, view.scheme());
        }
        fields.put("x-envoy-external-address", trusted == null ? address : trusted);
        fields.put("x-request-id", requestId());
        ClientCertificates.apply(mesh.forwardClientCert(), certificates, fields);
        String query = view.query();
        String target = query == null ? view.path() : view.path() + "?" + query;
        return new UpstreamRequest(view.method(), target, view.authority(), fields);
    }

    private static void removeReserved(HttpFields.Mutable fields) {
        boolean suspect = false;
        for (HttpField field : fields) {
            suspect |= field.getHeader() == null && StringUtil.startsWithIgnoreCase(field.getName(), "x-envoy-");
        }
        if (suspect) {
            RESERVED.forEach(fields::remove);
        }
    }

    /** Envoy knows of one User-Agent only. */
    private static void joinUserAgents(HttpFields.Mutable fields) {
        List<String> agents = fields.getValuesList(HttpHeader.USER_AGENT);
        if (agents.size() > 1) {
            fields.put(HttpHeader.USER_AGENT, String.join(",", agents));
        }
    }

    /** HTTP/2 may split cookies into several fields, which are one again for HTTP/1 (RFC 9113 §8.2.3). */
    private static void joinCookies(HttpFields.Mutable fields) {
        if (fields.contains(HttpHeader.COOKIE)) {
            String cookies = String.join("; ", fields.getValuesList(HttpHeader.COOKIE));
            if (cookies.isEmpty()) {
                fields.remove(HttpHeader.COOKIE);
            } else {
                fields.put(HttpHeader.COOKIE, cookies);
            }
        }
    }

    private static void appendForwardedFor(HttpFields.Mutable fields, String address) {
        List<String> before = fields.getValuesList(HttpHeader.X_FORWARDED_FOR);
        String value = before.isEmpty() ? address : String.join(",", before) + "," + address;
        fields.put(HttpHeader.X_FORWARDED_FOR, value);
    }

    /** Appends the gateway's own address once more, as a mirrored copy has it. */
    public static void appendHop(HttpFields.Mutable fields, SocketAddress peer) {
        appendForwardedFor(fields, address(peer));
    }

    /** The address that the outermost trusted proxy saw; null when no proxy is trusted, or it said nothing usable. */
    private static @Nullable String trustedAddress(HttpFields fields, int proxies) {
        if (proxies == 0) {
            return null;
        }
        List<String> addresses = fields.getCSV(HttpHeader.X_FORWARDED_FOR, false);
        int index = addresses.size() - proxies;
        if (index < 0) {
            return null;
        }
        String address = addresses.get(index).trim();
        return address.isEmpty() || !isAddress(address) ? null : address;
    }

    private static boolean isAddress(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.digit(c, 16) < 0 && c != '.' && c != ':') {
                return false;
            }
        }
        return true;
    }

    private static String address(SocketAddress peer) {
        return peer instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "127.0.0.1";
    }

    /** A random UUID (version 4). It names a request in logs and is no secret, so the cheap generator will do. */
    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() & 0xffff_ffff_ffff_0fffL | 0x4000L;
        long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new java.util.UUID(high, low).toString();
    }
}
