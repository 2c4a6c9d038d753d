package io.gatehouse.filter;

import io.gatehouse.exchange.ClientExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Addresses as text, in Envoy's forms. */
final class Addresses {
    /** The name of this machine; looked up once. */
    static final String HOST_NAME = hostName();

    private Addresses() {}

    /** The address without the port. */
    static @Nullable String address(SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : null;
    }

    /** The port. */
    static @Nullable String port(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? Integer.toString(inet.getPort()) : null;
    }

    /** {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}. */
    static @Nullable String withPort(SocketAddress address) {
        String host = address(address);
        return host == null ? null : bracketed(host) + ":" + port(address);
    }

    /** The client's address: the peer's, or what trusted proxies in front tell ({@code numTrustedProxies}). */
    static @Nullable String remote(ClientExchange exchange) {
        if (exchange.snapshot().mesh().trustedProxies() > 0) {
            String told = exchange.upstream().fields().get("x-envoy-external-address");
            if (told != null) {
                return told;
            }
        }
        return address(exchange.peer());
    }

    /** The client's address with a port; 0 when a trusted proxy told the address. */
    static @Nullable String remoteWithPort(ClientExchange exchange) {
        String remote = remote(exchange);
        return remote == null || remote.equals(address(exchange.peer()))
                ? withPort(exchange.peer())
                : bracketed(remote) + ":0";
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    private static String hostName() {
        String name = System.getenv("HOSTNAME");
        if (name != null && !name.isEmpty()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
