package io.gatehouse.upstream;

import io.gatehouse.route.TrafficPolicySpec.ProxyProtocolVersion;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a PROXY header, for connections that Jetty's client doesn't open (for its own it has {@link ProxyTags}).
 * The layout is that of HAProxy's <em>The PROXY protocol</em>, §2.1 and §2.2.
 */
final class ProxyHeader {
    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
    private static final int VERSION_2 = 0x20;
    private static final int COMMAND_PROXY = 1;
    private static final int STREAM_OVER_IPV4 = 0x11;
    private static final int STREAM_OVER_IPV6 = 0x21;
    private static final int PORTS = 4;

    private ProxyHeader() {}

    static ByteBuffer of(ProxyProtocolVersion version, SocketAddress peer, SocketAddress local) {
        boolean known = peer instanceof InetSocketAddress
                && local instanceof InetSocketAddress
                && address(peer).length == address(local).length;
        if (version == ProxyProtocolVersion.V1) {
            return ByteBuffer.wrap(
                    (known ? line((InetSocketAddress) peer, (InetSocketAddress) local) : "PROXY UNKNOWN\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        }
        return known
                ? binary((InetSocketAddress) peer, (InetSocketAddress) local)
                : ByteBuffer.allocate(SIGNATURE.length + 4)
                        .put(SIGNATURE)
                        .put((byte) VERSION_2)
                        .put((byte) 0)
                        .putShort((short) 0)
                        .flip();
    }

    private static byte[] address(SocketAddress socket) {
        return ((InetSocketAddress) socket).getAddress().getAddress();
    }

    private static String line(InetSocketAddress peer, InetSocketAddress local) {
        String family = peer.getAddress() instanceof Inet6Address ? "TCP6" : "TCP4";
        return "PROXY " + family + " " + text(peer) + " " + text(local) + " " + peer.getPort() + " " + local.getPort()
                + "\r\n";
    }

    /** Without the scope that Java adds to a link-local address. */
    private static String text(InetSocketAddress socket) {
        String text = socket.getAddress().getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    private static ByteBuffer binary(InetSocketAddress peer, InetSocketAddress local) {
        byte[] from = address(peer);
        byte[] to = address(local);
        int length = from.length + to.length + PORTS;
        return ByteBuffer.allocate(SIGNATURE.length + 4 + length)
                .put(SIGNATURE)
                .put((byte) (VERSION_2 | COMMAND_PROXY))
                .put((byte) (from.length == 4 ? STREAM_OVER_IPV4 : STREAM_OVER_IPV6))
                .putShort((short) length)
                .put(from)
                .put(to)
                .putShort((short) peer.getPort())
                .putShort((short) local.getPort())
                .flip();
    }
}
