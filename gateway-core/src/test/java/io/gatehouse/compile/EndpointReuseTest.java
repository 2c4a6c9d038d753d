package io.gatehouse.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.decode.ResourceDecoder;
import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.EndpointSpec;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.SnapshotPrinter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A change of endpoints makes the clusters that have them anew, as a whole compilation would, and nothing else. */
class EndpointReuseTest {
    private static final String GATEWAY = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: gw, namespace: default}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
            """;
    private static final String VIRTUAL_SERVICE = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: %1$s, namespace: default}
            spec:
              hosts: [%1$s.example.com]
              gateways: [gw]
              http: [{route: [{destination: {host: %1$s, port: {number: 8000}}}]}]
            """;
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: %s, namespace: default}
            spec: {ports: [{name: http, port: 8000, targetPort: web}]}
            """;
    private static final String SLICE = """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: %s, namespace: default, labels: {kubernetes.io/service-name: %s}}
            addressType: IPv4
            ports: [{name: http, port: 80}]
            endpoints: [{addresses: ["%s"], conditions: {ready: true}}]
            """;
    private static final String OLD_ENDPOINTS = """
            apiVersion: v1
            kind: Endpoints
            metadata: {name: a, namespace: default}
            subsets: [{addresses: [{ip: %s}], ports: [{name: http, port: 80}]}]
            """;
    private static final String OWN_SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: own, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              ports: [{name: http, port: 80, targetPort: web}]
            """;

    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final SnapshotCompiler compiler = new SnapshotCompiler(CompileOptions.DEFAULT);
    private Compiled last;

    EndpointReuseTest() {
        put("gw", GATEWAY);
        for (String name : List.of("a", "b")) {
            put("vs-" + name, VIRTUAL_SERVICE.formatted(name));
            put("svc-" + name, SERVICE.formatted(name));
            put("slice-" + name, SLICE.formatted(name + "-1", name, "10.0.0.1"));
        }
        compile();
    }

    private void put(String key, String yaml) {
        resources.put(key, new ResourceDecoder().decode(key, yaml).resources().get(0));
    }

    /** Compiles, and compares with what a compiler without a memory makes. */
    private void compile() {
        ResourceSet set = ResourceSet.of(new ArrayList<>(resources.values()));
        last = compiler.compile(set);
        Compiled fresh = new SnapshotCompiler(CompileOptions.DEFAULT).compile(set);
        assertEquals(SnapshotPrinter.print(fresh.snapshot()), SnapshotPrinter.print(last.snapshot()));
        assertEquals(fresh.snapshot().clusters(), last.snapshot().clusters());
        assertEquals(fresh.diagnostics(), last.diagnostics());
    }

    private void compileSameListeners() {
        List<ListenerSpec> before = last.snapshot().listeners();
        long version = last.snapshot().version();
        compile();
        assertSame(before, last.snapshot().listeners());
        assertEquals(version + 1, last.snapshot().version());
    }

    private ClusterSpec cluster(String name) {
        return last.snapshot().clusters().get("outbound|8000||" + name + ".default.svc.cluster.local");
    }

    private List<String> addresses(String name) {
        return cluster(name).endpoints().stream().map(EndpointSpec::address).toList();
    }

    @Test
    void anotherAddressChangesItsClusterOnly() {
        ClusterSpec other = cluster("b");
        put("slice-a", SLICE.formatted("a-1", "a", "10.0.0.2"));
        compileSameListeners();
        assertEquals(List.of("10.0.0.2"), addresses("a"));
        assertSame(other, cluster("b"));
    }

    @Test
    void slicesComeAndGo() {
        put("slice-a2", SLICE.formatted("a-2", "a", "10.0.0.2"));
        compileSameListeners();
        assertEquals(List.of("10.0.0.1", "10.0.0.2"), addresses("a"));
        resources.remove("slice-a");
        compileSameListeners();
        assertEquals(List.of("10.0.0.2"), addresses("a"));
        resources.remove("slice-a2");
        compileSameListeners();
        assertEquals(List.of(), addresses("a"));
        put("slice-a", SLICE.formatted("a-1", "a", "10.0.0.3"));
        compileSameListeners();
        assertEquals(List.of("10.0.0.3"), addresses("a"));
    }

    @Test
    void aSliceThatChangesHandsConcernsBoth() {
        put("slice-a", SLICE.formatted("a-1", "b", "10.0.0.9"));
        compileSameListeners();
        assertEquals(List.of(), addresses("a"));
        assertEquals(List.of("10.0.0.9", "10.0.0.1"), addresses("b"));
    }

    @Test
    void theOlderKindCountsWhereThereIsNoSlice() {
        put("old-a", OLD_ENDPOINTS.formatted("10.0.0.5"));
        compileSameListeners();
        assertEquals(List.of("10.0.0.1"), addresses("a"));
        resources.remove("slice-a");
        compileSameListeners();
        assertEquals(List.of("10.0.0.5"), addresses("a"));
    }

    @Test
    void aPortOfThisGatewayThatItsPodsNameMovesTheListener() {
        put("own", OWN_SERVICE);
        put("own-slice", ownSlice(8080));
        compile();
        assertEquals(8080, last.snapshot().listeners().get(0).key().port());
        put("own-slice", ownSlice(9090));
        compile();
        assertEquals(9090, last.snapshot().listeners().get(0).key().port());
    }

    private static String ownSlice(int port) {
        return SLICE.formatted("own-1", "own", "10.0.0.7")
                .replace("namespace: default", "namespace: istio-system")
                .replace("port: 80}", "port: " + port + "}");
    }

    @Test
    void aLaterChangeOfRoutesSeesTheEndpointsOfNow() {
        Resource first = resources.get("slice-a");
        put("slice-a", SLICE.formatted("a-1", "a", "10.0.0.2"));
        compileSameListeners();
        resources.put("slice-a", first);
        put("vs-b", VIRTUAL_SERVICE.formatted("b").replace("b.example.com", "c.example.com"));
        List<ListenerSpec> before = last.snapshot().listeners();
        compile();
        assertNotSame(before, last.snapshot().listeners());
        assertEquals(List.of("10.0.0.1"), addresses("a"));
    }

    @ParameterizedTest
    @CsvSource({
        "ready: true, true",
        "ready: false, false",
        "'', true",
        "'ready: true, serving: true, terminating: false', true",
        "'ready: false, serving: true, terminating: true', false",
        "'ready: true, serving: true, terminating: true', false",
        "'ready: true, serving: false', false"
    })
    void onlyWhatIsReadyAndServesAndStaysGetsRequests(String conditions, boolean used) {
        put("slice-a", SLICE.formatted("a-1", "a", "10.0.0.1").replace("ready: true", conditions));
        compile();
        assertEquals(used ? List.of("10.0.0.1") : List.of(), addresses("a"));
        assertNotEquals(List.of(), addresses("b"));
    }
}
