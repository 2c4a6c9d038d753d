package io.gatehouse.compile;

import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ListenerSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A port to open and the servers that share it, while they are being collected. */
final class MergedListener {
    private final ListenerKey key;
    private final int gatewayPort;
    private final ListenerSpec.Protocol protocol;
    private final List<GatewayServer> servers = new ArrayList<>();
    private final Set<String> tlsHosts = new HashSet<>();
    private final Set<String> httpsNames = new HashSet<>();

    MergedListener(ListenerKey key, GatewayServer first) {
        this.key = key;
        this.gatewayPort = first.port();
        this.protocol = protocol(first);
    }

    static ListenerSpec.Protocol protocol(GatewayServer server) {
        if (server.isPlainHttp()) {
            return ListenerSpec.Protocol.HTTP;
        }
        return server.isTls() ? ListenerSpec.Protocol.TLS : ListenerSpec.Protocol.TCP;
    }

    ListenerKey key() {
        return key;
    }

    int gatewayPort() {
        return gatewayPort;
    }

    ListenerSpec.Protocol protocol() {
        return protocol;
    }

    /** In the order in which they were added: that of their Gateways' age. */
    List<GatewayServer> servers() {
        return servers;
    }

    void add(GatewayServer server) {
        servers.add(server);
    }

    /** Hosts that servers with a {@code tls} block have claimed: each may have one such server. */
    Set<String> tlsHosts() {
        return tlsHosts;
    }

    /** Claims {@code gateway/port name} for a server that terminates HTTPS; false when another has it. */
    boolean claimHttpsName(GatewayServer server) {
        return httpsNames.add(
                server.gatewayName() + "/" + server.server().port().name());
    }
}
