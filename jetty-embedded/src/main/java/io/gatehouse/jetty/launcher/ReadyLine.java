package io.gatehouse.jetty.launcher;

import io.gatehouse.jetty.GatewayServer;
import io.gatehouse.jetty.httpbin.HttpBin;
import io.gatehouse.jetty.listener.ListenerState;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.ServerSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is served where, on one line. */
final class ReadyLine {
    private ReadyLine() {}

    static String of(GatewayServer gateway, @Nullable HttpBin bin) {
        List<String> parts = new ArrayList<>();
        for (ListenerState state : gateway.listeners()) {
            parts.add(state.key() + " " + state.protocol() + " [" + String.join(" ", hosts(gateway, state)) + "]"
                    + (state.phase() == ListenerState.Phase.SERVING ? "" : " " + state.phase())
                    + (state.problems().isEmpty() ? "" : " (" + String.join("; ", state.problems()) + ")"));
        }
        if (parts.isEmpty()) {
            parts.add("no port: no Gateway selects this gateway yet");
        }
        if (bin != null) {
            parts.add("httpbin 127.0.0.1:" + bin.port());
        }
        gateway.admin().ifPresent(port -> parts.add("admin 127.0.0.1:" + port));
        return String.join(", ", parts);
    }

    private static List<String> hosts(GatewayServer gateway, ListenerState state) {
        return gateway.snapshot().listeners().stream()
                .filter(listener -> listener.key().equals(state.key()))
                .map(ListenerSpec::servers)
                .flatMap(List::stream)
                .map(ServerSpec::hosts)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }
}
