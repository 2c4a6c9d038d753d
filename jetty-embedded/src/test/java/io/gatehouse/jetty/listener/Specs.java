package io.gatehouse.jetty.listener;

import io.gatehouse.resource.Position;
import io.gatehouse.route.L4Route;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.MeshSpec;
import io.gatehouse.route.RouteTable;
import io.gatehouse.route.ServerSpec;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.TlsSpec;
import java.util.List;
import java.util.Map;

/** Short ways to write listeners in tests. */
public final class Specs {
    private Specs() {}

    /** A snapshot of listeners alone. */
    public static Snapshot snapshot(ListenerSpec... listeners) {
        return new Snapshot(1, List.of(listeners), Map.of(), MeshSpec.DEFAULT);
    }

    /** A clear-text HTTP listener on loopback, its server named {@code http}. */
    public static ListenerSpec http(int port) {
        return http("127.0.0.1", port);
    }

    /** A clear-text HTTP listener on an address. */
    static ListenerSpec http(String bind, int port) {
        return new ListenerSpec(
                new ListenerKey(bind, port),
                80,
                ListenerSpec.Protocol.HTTP,
                List.of(server("http", null, ServerSpec.Inner.HTTP, List.of(), "*")),
                RouteTable.EMPTY);
    }

    /** A listener of another protocol on loopback. */
    public static ListenerSpec listener(int port, ListenerSpec.Protocol protocol, ServerSpec... servers) {
        return new ListenerSpec(new ListenerKey("127.0.0.1", port), port, protocol, List.of(servers), RouteTable.EMPTY);
    }

    /** A Gateway's server. */
    public static ServerSpec server(
            String name, TlsSpec tls, ServerSpec.Inner inner, List<L4Route> l4, String... hosts) {
        return new ServerSpec(
                "default/gw", name, List.of(hosts), tls, inner, false, RouteTable.EMPTY, l4, Position.NONE);
    }
}
