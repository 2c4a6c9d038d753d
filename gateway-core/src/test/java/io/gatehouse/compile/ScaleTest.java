package io.gatehouse.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.decode.ResourceDecoder;
import io.gatehouse.route.RequestView;
import io.gatehouse.route.RouteTable;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.TestRequest;
import io.gatehouse.route.VirtualHost;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What keeps the cost of a change and of a look-up independent of how much is configured, told by what is reused and by
 * how many routes are asked. Times are for the benchmark.
 */
class ScaleTest {
    private static final int SERVICES = 1_000;

    private static final String GATEWAY = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: gw, namespace: default}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
            """;

    private static final String SERVICE = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: vs-%1$d, namespace: default}
            spec:
              hosts: [host-%1$d.example.com]
              gateways: [gw]
              http:
              - match: [{uri: {prefix: /api}}, {uri: {exact: /%2$s}}]
                route: [{destination: {host: svc-%1$d.example.net, port: {number: 80}}}]
              - directResponse: {status: 204}
            """;

    private static Resource decode(String yaml) {
        return new ResourceDecoder().decode("scale.yaml", yaml).resources().get(0);
    }

    private static List<Resource> resources(int services) {
        List<Resource> resources = new ArrayList<>();
        resources.add(decode(GATEWAY));
        for (int i = 0; i < services; i++) {
            resources.add(decode(SERVICE.formatted(i, "x")));
        }
        return resources;
    }

    @Test
    void oneChangeAmongManyCompilesOneVirtualServiceAgain() {
        List<Resource> resources = resources(SERVICES);
        SnapshotCompiler compiler = new SnapshotCompiler(CompileOptions.DEFAULT);
        Snapshot before = compiler.compile(ResourceSet.of(resources)).snapshot();
        resources.set(501, decode(SERVICE.formatted(500, "changed")));
        Snapshot after = compiler.compile(ResourceSet.of(resources)).snapshot();
        assertEquals(List.of("host-500.example.com"), hostsWithOtherRoutes(before, after));
        assertEquals(SERVICES, after.clusters().size());
        after.clusters().forEach((name, cluster) -> assertSame(before.clusters().get(name), cluster));
    }

    @Test
    void nothingIsCompiledAgainWhenNothingChanged() {
        List<Resource> resources = resources(20);
        SnapshotCompiler compiler = new SnapshotCompiler(CompileOptions.DEFAULT);
        Snapshot before = compiler.compile(ResourceSet.of(resources)).snapshot();
        Snapshot after = compiler.compile(ResourceSet.of(resources)).snapshot();
        assertEquals(List.of(), hostsWithOtherRoutes(before, after));
        assertEquals(before.version() + 1, after.version());
    }

    @Test
    void oneMoreVirtualServiceLeavesTheOthersAlone() {
        List<Resource> resources = resources(20);
        SnapshotCompiler compiler = new SnapshotCompiler(CompileOptions.DEFAULT);
        Snapshot before = compiler.compile(ResourceSet.of(resources)).snapshot();
        resources.add(decode(SERVICE.formatted(20, "x")));
        Snapshot after = compiler.compile(ResourceSet.of(resources)).snapshot();
        assertEquals(List.of("host-20.example.com"), hostsWithOtherRoutes(before, after));
    }

    /** The hosts whose routes are not the very objects that they were. */
    private static List<String> hostsWithOtherRoutes(Snapshot before, Snapshot after) {
        RouteTable old = before.listeners().get(0).routes();
        return after.listeners().get(0).routes().virtualHosts().stream()
                .filter(host -> {
                    VirtualHost same = old.find(host.domain());
                    return same == null || same.routes() != host.routes();
                })
                .map(VirtualHost::domain)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000})
    void onlyTheRouteOfThePathIsAskedHoweverManyThereAre(int routes) {
        Snapshot snapshot = compile(manyPaths(routes));
        for (int i = 0; i < 1_000; i++) {
            int place = i * (routes - 1) / 999;
            AtomicInteger pathReads = new AtomicInteger();
            RequestView request = counting(TestRequest.get("/path/" + place + "/end"), pathReads);
            assertEquals("r" + place, snapshot.decide(request).route().name());
            // Once by the index, and once by the route
            assertTrue(pathReads.get() <= 2, pathReads + " reads of the path for " + place);
        }
    }

    @Test
    void routeTakesLessThanAKibibyteOfHeap() {
        int routes = 100_000;
        List<Resource> resources = manyPaths(routes);
        long before = usedHeap();
        Snapshot snapshot = compile(resources);
        long bytes = (usedHeap() - before) / routes;
        assertEquals(1, snapshot.listeners().size());
        assertTrue(bytes < 1_024, bytes + " bytes a route");
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Snapshot compile(List<Resource> resources) {
        return new SnapshotCompiler(CompileOptions.DEFAULT)
                .compile(ResourceSet.of(resources))
                .snapshot();
    }

    private static List<Resource> manyPaths(int routes) {
        StringBuilder yaml = new StringBuilder("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: many, namespace: default}
                spec:
                  hosts: ["*"]
                  gateways: [gw]
                  http:
                """);
        for (int i = 0; i < routes; i++) {
            String kind = i % 2 == 0 ? "prefix" : "exact";
            yaml.append("  - {name: r")
                    .append(i)
                    .append(", match: [{uri: {")
                    .append(kind)
                    .append(": /path/")
                    .append(i);
            yaml.append("/end}}], directResponse: {status: 200}}\n");
        }
        return List.of(decode(GATEWAY), decode(yaml.toString()));
    }

    /** A request that counts how often its path is read. */
    private static RequestView counting(RequestView request, AtomicInteger pathReads) {
        return (RequestView) Proxy.newProxyInstance(
                RequestView.class.getClassLoader(), new Class<?>[] {RequestView.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("path")) {
                        pathReads.incrementAndGet();
                    }
                    return method.invoke(request, arguments);
                });
    }
}
