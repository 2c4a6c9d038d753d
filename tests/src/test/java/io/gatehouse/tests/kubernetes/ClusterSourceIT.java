package io.gatehouse.tests.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.GatewayServer;
import io.gatehouse.jetty.httpbin.HttpBin;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.source.kubernetes.ClusterAccess;
import io.gatehouse.source.kubernetes.ClusterScope;
import io.gatehouse.source.kubernetes.KubernetesSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that reads a real API server, in good days and bad ones. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(SharedCluster.class)
class ClusterSourceIT {
    private static final String HOST = "httpbin.example.com";
    private static final String TCP = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: tcp, namespace: default}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: 31400, name: tcp, protocol: TCP}
                hosts: ["*"]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: tcp, namespace: default}
            spec:
              hosts: ["*"]
              gateways: [tcp]
              tcp: [{route: [{destination: {host: httpbin, port: {number: 8000}}}]}]
            """;

    private static ApiServer cluster;
    private static HttpBin httpbin;
    private GatewayServer gateway;

    @BeforeAll
    static void startCluster(ApiServer shared) throws Exception {
        cluster = shared;
        httpbin = HttpBin.start(Addresses.own(), 0);
        cluster.acceptToken("first-token", "the-pod");
    }

    @AfterAll
    static void stopCluster() throws Exception {
        if (httpbin != null) {
            httpbin.close();
        }
    }

    @AfterEach
    void stopGateway() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
    }

    private GatewayServer start(Path kubeconfig) throws Exception {
        gateway = GatewayConfig.builder()
                .sources(KubernetesSource.connect(new ClusterAccess(kubeconfig, null), ClusterScope.ALL))
                .ephemeralPorts()
                .drainTimeout(Duration.ZERO)
                .start();
        return gateway;
    }

    private static void installKinds() throws Exception {
        cluster.kubectl("apply", "--server-side", "-k", Manifests.of("crds"));
        cluster.kubectl(
                "wait",
                "--for=condition=Established",
                "crd",
                "gateways.networking.istio.io",
                "virtualservices.networking.istio.io");
    }

    private static void installHttpbin() throws Exception {
        cluster.apply(String.join(
                "---\n",
                Objects.gateway(),
                Objects.virtualService("httpbin"),
                Objects.service("httpbin"),
                Objects.slice("httpbin", httpbin.port(), List.of(Objects.ready(Addresses.own())))));
    }

    @Test
    @Order(1)
    void missingKindsAreFindingsAndAreServedOnceInstalled() throws Exception {
        cluster.kubectl("delete", "-k", Manifests.of("crds"));
        start(cluster.kubeconfig());
        gateway.awaitReady(Duration.ofSeconds(20));
        assertTrue(finding("cluster:gateways.networking.istio.io"), () -> gateway.diagnostics() + "");
        installKinds();
        installHttpbin();
        Eventually.within(20, "httpbin is served", () -> serves(gateway));
        assertFalse(finding("cluster:gateways.networking.istio.io"));
    }

    @Test
    @Order(2)
    void endpointsThatComeAndGoAreLiveWithinASecond() throws Exception {
        start(cluster.kubeconfig());
        gateway.awaitReady(Duration.ofSeconds(20));
        assertTrue(serves(gateway));
        int port = gateway.port("http");
        cluster.apply(Objects.slice("httpbin", httpbin.port(), List.of(Objects.unready(Addresses.own()))));
        long start = System.nanoTime();
        Eventually.within(
                5, "an endpoint that is not ready gets nothing", () -> Client.status(port, HOST, "/get") == 503);
        long gone = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        cluster.apply(Objects.slice("httpbin", httpbin.port(), List.of(Objects.ready(Addresses.own()))));
        start = System.nanoTime();
        Eventually.within(5, "an endpoint that is ready again gets requests", () -> serves(gateway));
        long back = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(gone < 1000 && back < 1000, "took " + gone + " and " + back + " ms");
    }

    @Test
    @Order(3)
    void aKilledApiServerLosesNoRequestAndIsFollowedAgain() throws Exception {
        cluster.apply(TCP);
        start(cluster.kubeconfig());
        gateway.awaitReady(Duration.ofSeconds(20));
        int port = gateway.port("http");
        // A route of TCP carries HTTP as well as anything
        try (Traffic http = Traffic.start(port, HOST, "/get");
                Traffic tcp = Traffic.start(gateway.port("tcp"), HOST, "/get")) {
            cluster.kill();
            Eventually.within(40, "the outage is told", () -> finding("cluster:"));
            assertTrue(gateway.isReady());
            cluster.restart();
            Eventually.within(60, "the outage is over", () -> !finding("cluster:"));
            for (Traffic traffic : List.of(http, tcp)) {
                traffic.stop();
                assertEquals(List.of(), traffic.failures());
                assertTrue(traffic.count() > 100, () -> traffic.count() + " requests");
            }
        }
        cluster.kubectlWith(TCP, "delete", "-f", "-");
        cluster.kubectl("delete", "vs", "httpbin");
        Eventually.within(10, "a deleted VirtualService is gone", () -> Client.status(port, HOST, "/get") == 404);
    }

    @Test
    @Order(4)
    void startsWhileTheApiServerIsAwayAndServesOnceItIsThere() throws Exception {
        installHttpbin();
        cluster.kill();
        Path kubeconfig = cluster.kubeconfig();
        CompletableFuture<GatewayServer> starting = CompletableFuture.supplyAsync(() -> {
            try {
                return start(kubeconfig);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        cluster.restart();
        gateway = starting.get(40, TimeUnit.SECONDS);
        gateway.awaitReady(Duration.ofSeconds(40));
        assertTrue(serves(gateway));
    }

    @Test
    @Order(5)
    void whatMayNotBeReadIsAFindingAndTheRestIsServed() throws Exception {
        cluster.kubectl("create", "serviceaccount", "poor");
        cluster.kubectl(
                "create",
                "clusterrole",
                "poor",
                "--verb=list,watch",
                "--resource=gateways.networking.istio.io,virtualservices.networking.istio.io,services,"
                        + "endpointslices.discovery.k8s.io");
        cluster.kubectl("create", "clusterrolebinding", "poor", "--clusterrole=poor", "--serviceaccount=default:poor");
        start(cluster.serviceAccount("default", "poor"));
        gateway.awaitReady(Duration.ofSeconds(20));
        assertTrue(serves(gateway));
        assertTrue(finding("cluster:destinationrules.networking.istio.io"), () -> gateway.diagnostics() + "");
        cluster.kubectl(
                "create",
                "clusterrole",
                "richer",
                "--verb=list,watch",
                "--resource=destinationrules.networking.istio.io");
        cluster.kubectl(
                "create", "clusterrolebinding", "richer", "--clusterrole=richer", "--serviceaccount=default:poor");
        Eventually.within(
                60, "a permission given later is used", () -> !finding("cluster:destinationrules.networking.istio.io"));
    }

    @Test
    @Order(6)
    void whatHappenedBeforeACompactionIsFoundOutByListingAgain() throws Exception {
        try (Cable cable = Cable.to(cluster.port())) {
            Path direct = cluster.kubeconfig();
            Path cabled = direct.resolveSibling("kubeconfig-cabled");
            Files.writeString(cabled, Files.readString(direct).replace(":" + cluster.port(), ":" + cable.port()));
            start(cabled);
            gateway.awaitReady(Duration.ofSeconds(20));
            assertTrue(serves(gateway));
            cable.cut();
            Eventually.within(40, "the outage is told", () -> finding("cluster:api-server"));
            assertTrue(serves(gateway));
            cluster.kubectl("delete", "vs", "httpbin");
            cluster.compact();
            // With it goes what the API server itself remembers.
            cluster.kill();
            cluster.restart();
            cable.mend();
            Eventually.within(60, "a VirtualService deleted meanwhile is gone", () -> !serves(gateway));
            Eventually.within(60, "the outage is over", () -> !finding("cluster:api-server"));
            assertEquals(404, Client.status(gateway.port("http"), HOST, "/get"));
        }
    }

    @Test
    @Order(7)
    void thePodsAccountIsUsedAndItsTokenReadAgainWhenItChanges(@TempDir Path pod) throws Exception {
        cluster.kubectl("create", "clusterrolebinding", "pod", "--clusterrole=cluster-admin", "--user=the-pod");
        int port = ApiServer.freePort();
        cluster.apply(Objects.service("own")
                .replace("default", "istio-system")
                .replace("spec:", """
                spec:
                  selector: {istio: ingressgateway}""")
                .replace("port: 8000, targetPort: 80", "port: 80, targetPort: " + port));
        installHttpbin();
        Path token = Files.writeString(pod.resolve("token"), "first-token");
        List<String> options = List.of(
                "-Duser.home=" + pod,
                "-Dkubernetes.auth.serviceAccount.token=" + token,
                "-Dkubernetes.certs.ca.file=" + cluster.certificate(),
                "-DKUBERNETES_SERVICE_HOST=127.0.0.1",
                "-DKUBERNETES_SERVICE_PORT=" + cluster.port());
        try (Launcher launcher = Launcher.start(
                pod.resolve("log"),
                options,
                Map.of("KUBECONFIG", ""),
                "run",
                "--kubernetes",
                "--no-status",
                "--admin=off")) {
            Eventually.within(60, "httpbin is served", () -> status(port) == 200);
            Files.writeString(token, "second-token");
            cluster.acceptToken("second-token", "the-pod");
            cluster.kill();
            cluster.restart();
            cluster.kubectl("delete", "vs", "httpbin");
            Eventually.within(60, "it is followed again", () -> status(port) == 404);
        } catch (AssertionError e) {
            throw new AssertionError(Files.readString(pod.resolve("log")), e);
        }
    }

    private static int status(int port) {
        try {
            return Client.status(port, HOST, "/get");
        } catch (IOException e) {
            return 0;
        }
    }

    private boolean finding(String source) {
        return gateway.diagnostics().stream()
                .map(Diagnostic::toString)
                .anyMatch(line -> line.startsWith(source) && line.contains("GH09"));
    }

    private static boolean serves(GatewayServer gateway) throws Exception {
        return gateway.isReady()
                && !gateway.listeners().isEmpty()
                && Client.ok(Client.status(gateway.port("http"), HOST, "/get"));
    }
}
