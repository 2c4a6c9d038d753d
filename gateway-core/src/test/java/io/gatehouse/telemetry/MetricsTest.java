package io.gatehouse.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.gatehouse.route.Decision;
import io.gatehouse.route.Snapshot;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Metrics metrics = new Metrics(registry);

    @Test
    void requestsAreCountedByListenerVirtualServiceRouteAndStatusClass() {
        metrics.ended(Records.via(Records.route("r1"), 200, 1));
        metrics.ended(Records.via(Records.route("r1"), 204, 1));
        metrics.ended(Records.via(Records.route("r1"), 500, 1));
        metrics.ended(Records.via(Records.route("r2"), 200, 1));
        assertEquals(2, requests("r1", "2xx"));
        assertEquals(1, requests("r1", "5xx"));
        assertEquals(1, requests("r2", "2xx"));
    }

    @Test
    void requestsWithoutARouteAreCountedWithoutNames() {
        Decision none = new Decision(Decision.Outcome.NO_LISTENER, null, null, null, null);
        metrics.ended(Records.record(none, 404, ResponseReason.ROUTE_NOT_FOUND, null, 0));
        metrics.ended(Records.record(null, 400, ResponseReason.BAD_REQUEST, null, 0));
        assertEquals(
                2,
                registry.get("gatehouse.requests")
                        .tags("listener", "", "virtual_service", "", "route", "", "status", "4xx")
                        .timer()
                        .count());
        assertEquals(
                1,
                registry.get("gatehouse.responses.flagged")
                        .tags("flag", "NR", "detail", "route_not_found")
                        .counter()
                        .count());
    }

    @Test
    void upstreamRequestsAndRetriesAreCountedByCluster() {
        metrics.ended(Records.via(Records.route("r"), 200, 1));
        metrics.ended(Records.via(Records.route("r"), 503, 3));
        assertEquals(1, upstream("2xx"));
        assertEquals(1, upstream("5xx"));
        assertEquals(
                2,
                registry.get("gatehouse.upstream.retries")
                        .tag("cluster", Records.CLUSTER)
                        .counter()
                        .count());
    }

    @Test
    void bytesAreCountedByListener() {
        metrics.ended(Records.via(Records.route("r"), 200, 1));
        assertEquals(3, registry.get("gatehouse.request.bytes").counter().count());
        assertEquals(5, registry.get("gatehouse.response.bytes").counter().count());
    }

    @Test
    void activeRequestsHaveStartedAndNotEnded() {
        metrics.started();
        metrics.started();
        metrics.ended(Records.via(Records.route("r"), 200, 1));
        assertEquals(1, registry.get("gatehouse.requests.active").gauge().value());
    }

    @Test
    void whatANewSnapshotLacksIsForgotten() {
        metrics.ended(Records.via(Records.route("kept"), 200, 1));
        metrics.ended(Records.via(Records.route("gone"), 200, 1));
        metrics.accept(Records.snapshot(Records.route("kept")));
        assertEquals(1, requests("kept", "2xx"));
        assertNull(registry.find("gatehouse.requests").tag("route", "gone").timer());
        metrics.accept(Snapshot.EMPTY);
        assertEquals(List.of("gatehouse.requests.active"), names());
        metrics.ended(Records.via(Records.route("gone"), 200, 1));
        assertNotNull(registry.find("gatehouse.requests").tag("route", "gone").timer());
    }

    private List<String> names() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .map(Meter.Id::getName)
                .filter(name -> !name.endsWith(".histogram"))
                .collect(Collectors.toList());
    }

    private long requests(String route, String status) {
        return registry.get("gatehouse.requests")
                .tags("listener", "0.0.0.0:8080", "virtual_service", "ns/vs", "route", route, "status", status)
                .timer()
                .count();
    }

    private double upstream(String status) {
        return registry.get("gatehouse.upstream.requests")
                .tags("cluster", Records.CLUSTER, "status", status)
                .counter()
                .count();
    }
}
