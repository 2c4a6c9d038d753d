package io.gatehouse.tests.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways as processes: both serve, one writes status, and the other takes over when that one is killed. */
@ExtendWith(SharedCluster.class)
class ReplicasIT {
    private static final String HOST = "httpbin.example.com";
    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/istio-system/leases";

    @TempDir
    Path directory;

    private static ApiServer cluster;

    @BeforeAll
    static void startCluster(ApiServer shared) {
        cluster = shared;
    }

    @Test
    void theSecondTakesOverWritingWhenTheFirstIsKilledAndServesAllAlong() throws Exception {
        cluster.apply(Objects.gateway() + "---\n" + routes("/before"));
        int firstPort = ApiServer.freePort();
        int secondPort = ApiServer.freePort();
        try (Launcher first = start("one", firstPort)) {
            Eventually.within(60, "the first writes", () -> writer().startsWith("one"));
            try (Launcher second = start("two", secondPort)) {
                Eventually.within(60, "the second serves", () -> status(secondPort, "/before") == 200);
                assertEquals(200, status(firstPort, "/before"));
                Eventually.within(20, "status is written", ReplicasIT::isJudged);
                assertTrue(writer().startsWith("one"), () -> "the first goes on writing: " + second);
                try (Traffic traffic = Traffic.start(secondPort, HOST, "/before")) {
                    first.kill();
                    cluster.apply(routes("/after"));
                    Eventually.within(10, "the second follows", () -> status(secondPort, "/after") == 200);
                    assertTrue(writer().startsWith("one"), "the Lease has not run out");
                    letTheLeaseRunOut();
                    Eventually.within(40, "the second writes", () -> writer().startsWith("two"));
                    Eventually.within(20, "status is written", ReplicasIT::isJudged);
                    traffic.stop();
                    assertEquals(List.of(), traffic.failures());
                }
            }
        }
    }

    /** A gateway whose labels only one Service selects, so that each listens on a port of its own. */
    private Launcher start(String name, int port) throws Exception {
        cluster.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: istio-system}
                spec:
                  selector: {istio: ingressgateway, replica: %s}
                  ports: [{name: http, port: 80, targetPort: %d}]
                """.formatted(name, name, port));
        return Launcher.start(
                directory.resolve(name + ".log"),
                List.of(),
                Map.of("POD_NAME", name),
                "run",
                "--kubernetes",
                "--kubeconfig",
                cluster.kubeconfig().toString(),
                "--labels=istio=ingressgateway,replica=" + name,
                "--admin=off");
    }

    private static String routes(String path) {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: routes, namespace: default}
                spec:
                  hosts: ["%s"]
                  gateways: [httpbin-gateway]
                  http:
                  - match: [{uri: {prefix: /before}}, {uri: {prefix: %s}}]
                    directResponse: {status: 200}
                """.formatted(HOST, path);
    }

    /** As if more than its 15 s had passed since it was renewed. */
    private static void letTheLeaseRunOut() throws Exception {
        cluster.mergePatch(LEASES + "/gatehouse-status", "{\"spec\":{\"renewTime\":\"2026-01-01T00:00:00.000000Z\"}}");
    }

    private static String writer() throws Exception {
        Object leases = map(Json.read(cluster.get(LEASES))).get("items");
        return ((List<?>) leases)
                .stream()
                        .map(lease -> map(map(lease).get("spec")).get("holderIdentity"))
                        .map(String::valueOf)
                        .findFirst()
                        .orElse("");
    }

    /** Whether the newest form of the routes is the one that the status tells of. */
    private static boolean isJudged() throws Exception {
        Map<?, ?> object =
                map(Json.read(cluster.get("/apis/networking.istio.io/v1/namespaces/default/virtualservices/routes")));
        Object observed = map(object.get("status")).get("observedGeneration");
        return map(object.get("metadata")).get("generation").equals(observed);
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static int status(int port, String path) {
        try {
            return Client.status(port, HOST, path);
        } catch (IOException e) {
            return 0;
        }
    }
}
