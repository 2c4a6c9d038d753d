package io.gatehouse.route;

/**
 * How a connection of a TCP or TLS route is carried through a forward proxy ({@code trafficPolicy.tunnel}): by a request
 * of HTTP/1.1 to an endpoint of its cluster, which stands for the proxy.
 *
 * @param method what asks for it; CONNECT by default
 * @param host where the proxy is to connect to: a name or an IP address
 * @param port from 1 to 65535
 */
public record TunnelSpec(Method method, String host, int port) {
    /** {@code tunnel.protocol}. */
    public enum Method {
        /** After its answer both sides send bytes as they are. */
        CONNECT,
        /** Bytes go as the bodies of the request and of its answer. */
        POST
    }

    /** {@code HOST:PORT}, an address of IPv6 in brackets. */
    public String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return method + " " + authority();
    }
}
