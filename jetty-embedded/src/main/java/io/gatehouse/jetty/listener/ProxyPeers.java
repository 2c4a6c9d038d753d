package io.gatehouse.jetty.listener;

import io.gatehouse.jetty.tcp.Cidr;
import io.gatehouse.route.Snapshots;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Predicate;

/** Says who must begin a connection with a PROXY header: the proxies that are named, else all when the mesh says so. */
public final class ProxyPeers implements Predicate<SocketAddress> {
    private final List<Cidr> blocks;
    private final Snapshots snapshots;

    /**
     * Says so of these.
     *
     * @param blocks of addresses (CIDR), or single ones; with none the mesh's {@code gatewayTopology.proxyProtocol} counts
     * @throws IllegalArgumentException for a text that is no block
     */
    public ProxyPeers(List<String> blocks, Snapshots snapshots) {
        this.blocks = blocks.stream().map(Cidr::parse).toList();
        this.snapshots = snapshots;
    }

    @Override
    public boolean test(SocketAddress peer) {
        if (blocks.isEmpty()) {
            return snapshots.current().mesh().proxyProtocol();
        }
        return peer instanceof InetSocketAddress inet
                && blocks.stream().anyMatch(block -> block.contains(inet.getAddress()));
    }
}
