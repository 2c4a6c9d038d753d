package io.gatehouse.upstream;

import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.route.TrafficPolicySpec.ProxyProtocolVersion;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of one endpoint. There is one, unless requests need connections apart; how many is bounded, since it is
 * clients that choose names: the lane unused for longest goes.
 */
final class Lanes {
    private static final int MAX_LANES = 1024;

    private final Endpoint endpoint;
    private final ClusterCalls calls;
    private final UpstreamClient client;
    private final boolean single;
    private final Map<Key, Lane> lanes = new LinkedHashMap<>(4, 0.75f, true);
    private volatile @Nullable Lane only;

    /** What sets lanes apart. */
    private record Key(
            Protocol protocol,
            @Nullable String serverName,
            @Nullable Object proxyTag) {}

    Lanes(Endpoint endpoint, ClusterCalls calls, UpstreamClient client) {
        this.endpoint = endpoint;
        this.calls = calls;
        this.client = client;
        UpstreamTls tls = calls.tls();
        this.single = calls.policy().proxyProtocol() == null
                && !calls.policy().connectionPool().useClientProtocol()
                && (tls == null || tls.spec().sni() != null);
    }

    Lane of(Caller caller) {
        Lane known = only;
        if (single && known != null) {
            return known;
        }
        Key key = new Key(protocol(caller), serverName(caller), proxyTag(caller));
        Lane eldest = null;
        Lane found;
        synchronized (this) {
            found = lanes.get(key);
            if (found == null) {
                found = new Lane(
                        endpoint,
                        calls,
                        key.protocol(),
                        key.serverName(),
                        key.proxyTag(),
                        client,
                        DirectConnections.suit(endpoint, calls, key.protocol()));
                lanes.put(key, found);
                if (lanes.size() > MAX_LANES) {
                    eldest = lanes.remove(lanes.keySet().iterator().next());
                }
            }
        }
        only = found;
        if (eldest != null) {
            endpoint.removeLater(eldest);
        }
        return found;
    }

    private Protocol protocol(Caller caller) {
        if (!calls.policy().connectionPool().useClientProtocol()) {
            return endpoint.protocol();
        }
        return caller.http2() ? Protocol.HTTP2 : Protocol.HTTP1;
    }

    private @Nullable String serverName(Caller caller) {
        UpstreamTls tls = calls.tls();
        if (tls == null) {
            return null;
        }
        return tls.spec().sni() != null ? tls.spec().sni() : host(caller.authority());
    }

    /** The host of an authority, which may have a port and brackets. */
    private static @Nullable String host(String authority) {
        if (authority.startsWith("[")) {
            int end = authority.indexOf(']');
            return end < 0 ? null : authority.substring(1, end);
        }
        int colon = authority.indexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        return host.isEmpty() ? null : host.toLowerCase(Locale.ROOT);
    }

    private @Nullable Object proxyTag(Caller caller) {
        ProxyProtocolVersion version = calls.policy().proxyProtocol();
        return version == null ? null : ProxyTags.of(version, caller.peer(), caller.local());
    }

    synchronized Iterable<Lane> all() {
        return java.util.List.copyOf(lanes.values());
    }
}
