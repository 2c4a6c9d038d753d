package io.gatehouse.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.decode.ResourceDecoder;
import io.gatehouse.route.Route;
import io.gatehouse.route.SnapshotPrinter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A compiler that has compiled before makes what a new one would make, and makes nothing anew that no change concerns.
 */
class ReuseTest {
    private static final String GATEWAY = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: gw, namespace: default}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
            """;
    private static final String ENTRY = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: %1$s, namespace: default}
            spec:
              hosts: [%1$s.test]
              ports: [{number: %2$s, name: http, protocol: %3$s}]
              resolution: STATIC
              endpoints: [{address: 127.0.0.1}]
            """;
    private static final String SERVICE = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: %1$s, namespace: default}
            spec:
              hosts: [%1$s.example.com, shared.example.com]
              gateways: [gw]
              http:
              - match: [{uri: {prefix: /%1$s}}]
                route: [{destination: {host: %2$s.test}}]
            """;
    private static final String ROOT = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: root, namespace: default}
            spec:
              hosts: [root.example.com]
              gateways: [gw]
              http:
              - match: [{uri: {prefix: /}}]
                delegate: {name: child}
            """;
    private static final String CHILD = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: child, namespace: default}
            spec:
              http: [{match: [{uri: {prefix: /%s}}], directResponse: {status: 200}}]
            """;
    private static final String MESH = """
            apiVersion: mesh.istio.io/v1alpha1
            kind: MeshConfig
            metadata: {name: mesh}
            spec:
              defaultHttpRetryPolicy: {attempts: 5, retryOn: 5xx}
            """;

    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final SnapshotCompiler compiler = new SnapshotCompiler(CompileOptions.DEFAULT);
    private Compiled last;

    ReuseTest() {
        put("gw", GATEWAY);
        put("one", ENTRY.formatted("one", "80", "HTTP"));
        put("two", ENTRY.formatted("two", "80", "HTTP"));
        put("a", SERVICE.formatted("a", "one"));
        put("b", SERVICE.formatted("b", "two"));
        put("root", ROOT);
        put("child", CHILD.formatted("x"));
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
        assertEquals(fresh.diagnostics(), last.diagnostics());
    }

    private List<Route> routes(String host) {
        return last.snapshot().listeners().get(0).routes().find(host).routes();
    }

    private Object cluster(String name) {
        return last.snapshot().clusters().get("outbound|80||" + name + ".test");
    }

    @Test
    void withoutAChangeEverythingStays() {
        List<String> hosts = List.of("a.example.com", "b.example.com", "shared.example.com", "root.example.com");
        List<List<Route>> before = hosts.stream().map(this::routes).toList();
        Object one = cluster("one");
        compile();
        for (int i = 0; i < hosts.size(); i++) {
            assertSame(before.get(i), routes(hosts.get(i)));
        }
        assertSame(one, cluster("one"));
    }

    @Test
    void aChangedVirtualServiceIsMadeAnewWhereverItServes() {
        List<Route> other = routes("b.example.com");
        List<Route> shared = routes("shared.example.com");
        put("a", SERVICE.formatted("a", "two"));
        compile();
        assertSame(other, routes("b.example.com"));
        assertNotSame(shared, routes("shared.example.com"));
        assertSame(shared.get(1), routes("shared.example.com").get(1));
    }

    @Test
    void aServiceThatChangesMakesItsOwnClusterAnew() {
        Object one = cluster("one");
        Object two = cluster("two");
        put("one", ENTRY.formatted("one", "80", "HTTP2"));
        compile();
        assertEquals(two, cluster("two"));
        assertNotSame(one, cluster("one"));
    }

    @Test
    void aDestinationThatMeansAnotherClusterMakesItsRoutesAnew() {
        List<Route> before = routes("a.example.com");
        List<Route> other = routes("b.example.com");
        put("one", ENTRY.formatted("one", "81", "HTTP"));
        compile();
        assertNotSame(before, routes("a.example.com"));
        assertSame(other, routes("b.example.com"));
    }

    @Test
    void whatGoesLeavesTheOthers() {
        List<Route> other = routes("b.example.com");
        resources.remove("a");
        compile();
        assertSame(other, routes("b.example.com"));
        assertEquals(1, routes("shared.example.com").size());
    }

    @Test
    void aChangedDelegateMakesItsRootAnew() {
        List<Route> root = routes("root.example.com");
        List<Route> other = routes("a.example.com");
        put("child", CHILD.formatted("y"));
        compile();
        assertNotSame(root, routes("root.example.com"));
        assertSame(other, routes("a.example.com"));
        resources.remove("child");
        compile();
        put("child", CHILD.formatted("y"));
        compile();
    }

    @Test
    void otherDefaultRetriesMakeAllRoutesAnew() {
        List<Route> before = routes("a.example.com");
        put("mesh", MESH);
        compile();
        assertNotSame(before, routes("a.example.com"));
        assertEquals(5, routes("a.example.com").get(0).policy().retry().attempts());
        resources.remove("mesh");
        compile();
    }
}
