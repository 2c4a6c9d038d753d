package io.gatehouse.telemetry;

import io.gatehouse.resource.Position;
import io.gatehouse.route.Decision;
import io.gatehouse.route.HeaderOps;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.MeshSpec;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteAction;
import io.gatehouse.route.RoutePolicy;
import io.gatehouse.route.RouteTable;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.VirtualHost;
import io.gatehouse.route.WeightedCluster;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records of requests, as tests need them. */
final class Records {
    static final String CLUSTER = "outbound|80||a";
    static final ListenerKey PORT = new ListenerKey("0.0.0.0", 8080);

    private Records() {}

    static Route route(String name) {
        return new Route(
                name,
                "ns/vs",
                List.of(),
                new RouteAction.Forward(List.of(new WeightedCluster(CLUSTER, 1, HeaderOps.NONE, HeaderOps.NONE))),
                RoutePolicy.DEFAULT,
                new Position("vs.yaml", 9, 5));
    }

    static Snapshot snapshot(Route... routes) {
        RouteTable table = RouteTable.of(List.of(new VirtualHost("app.example.com", false, List.of(routes))));
        ListenerSpec listener = new ListenerSpec(PORT, 80, ListenerSpec.Protocol.HTTP, List.of(), table);
        return new Snapshot(1, List.of(listener), Map.of(), MeshSpec.DEFAULT);
    }

    static Decision decision(Route route) {
        Snapshot snapshot = snapshot(route);
        ListenerSpec listener = snapshot.listeners().get(0);
        return new Decision(
                Decision.Outcome.ROUTED,
                listener,
                null,
                listener.routes().virtualHosts().get(0),
                route);
    }

    static RequestRecord via(Route route, int status, int attempts) {
        return record(decision(route), status, ResponseReason.VIA_UPSTREAM, null, attempts);
    }

    static RequestRecord record(
            @Nullable Decision decision,
            int status,
            @Nullable ResponseReason reason,
            @Nullable String failure,
            int attempts) {
        return new RequestRecord(
                new RequestRecord.Client(
                        "192.0.2.7:4711", null, "HTTP/1.1", "GET", "http", "app.example.com", "/a?b", "curl/8"),
                decision,
                status,
                reason,
                failure,
                attempts == 0
                        ? RequestRecord.Upstream.NONE
                        : new RequestRecord.Upstream(CLUSTER, "127.0.0.1:9001", attempts, "an-id", "192.0.2.7"),
                3,
                5,
                1_767_323_045_678L,
                12_900_000);
    }
}
