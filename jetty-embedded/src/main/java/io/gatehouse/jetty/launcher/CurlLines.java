package io.gatehouse.jetty.launcher;

import io.gatehouse.jetty.GatewayServer;
import io.gatehouse.jetty.listener.ListenerState;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.ServerSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Commands to try the open ports with, ready to be copied: for each host a path that is routed where we know one. */
final class CurlLines {
    private static final int MOST = 6;

    private CurlLines() {}

    static List<String> of(GatewayServer gateway) {
        Set<String> lines = new LinkedHashSet<>();
        for (ListenerSpec listener : gateway.snapshot().listeners()) {
            int port = port(gateway, listener);
            if (port > 0 && listener.protocol() != ListenerSpec.Protocol.TCP) {
                listener.servers().forEach(server -> lines.addAll(lines(listener, server, port)));
            }
        }
        return lines.stream().limit(MOST).toList();
    }

    private static int port(GatewayServer gateway, ListenerSpec listener) {
        return gateway.listeners().stream()
                .filter(state -> state.key().equals(listener.key()))
                .mapToInt(ListenerState::localPort)
                .findFirst()
                .orElse(0);
    }

    private static List<String> lines(ListenerSpec listener, ServerSpec server, int port) {
        if (server.inner() != ServerSpec.Inner.HTTP) {
            return List.of();
        }
        boolean tls = listener.protocol() == ListenerSpec.Protocol.TLS;
        List<String> lines = new ArrayList<>();
        for (String host : server.hosts()) {
            String name = host.equals("*") ? "example.com" : host.replace("*", "www");
            String authority = name + ":" + port;
            for (String path : TryPaths.of(tls ? server.routes() : listener.routes(), name)) {
                lines.add("curl --resolve " + authority + ":127.0.0.1 -I " + (tls ? "-k https" : "http") + "://"
                        + authority + path);
            }
        }
        return lines;
    }
}
