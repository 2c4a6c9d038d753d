package io.gatehouse.upstream;

import io.gatehouse.route.TrafficPolicySpec.ProxyProtocolVersion;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.client.ProxyProtocolClientConnectionFactory.V1;
import org.eclipse.jetty.client.ProxyProtocolClientConnectionFactory.V2;
import org.jspecify.annotations.Nullable;

/** The PROXY header that tells an upstream of a client, as Jetty's client writes it. */
final class ProxyTags {
    private ProxyTags() {}

    /** The header of a connection that no client asked for; null where connections begin without. */
    static @Nullable Object ofNobody(@Nullable ProxyProtocolVersion version) {
        if (version == null) {
            return null;
        }
        return version == ProxyProtocolVersion.V1 ? V1.Tag.UNKNOWN : V2.Tag.LOCAL;
    }

    static Object of(ProxyProtocolVersion version, SocketAddress peer, SocketAddress local) {
        boolean known = peer instanceof InetSocketAddress && local instanceof InetSocketAddress;
        if (!known) {
            return Objects.requireNonNull(ofNobody(version));
        }
        InetSocketAddress from = (InetSocketAddress) peer;
        InetSocketAddress to = (InetSocketAddress) local;
        boolean six = from.getAddress() instanceof Inet6Address;
        String source = from.getAddress().getHostAddress();
        String target = to.getAddress().getHostAddress();
        if (version == ProxyProtocolVersion.V1) {
            return new V1.Tag(six ? "TCP6" : "TCP4", source, from.getPort(), target, to.getPort());
        }
        return new V2.Tag(
                V2.Tag.Command.PROXY,
                six ? V2.Tag.Family.INET6 : V2.Tag.Family.INET4,
                V2.Tag.Protocol.STREAM,
                source,
                from.getPort(),
                target,
                to.getPort(),
                List.of());
    }
}
