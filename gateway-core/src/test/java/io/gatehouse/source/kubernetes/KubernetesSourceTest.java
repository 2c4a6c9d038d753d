package io.gatehouse.source.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.gatehouse.resource.Resource;
import io.gatehouse.source.ConfigReading;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesSourceTest {
    private static final String GATEWAYS = "gateways";
    private static final String SERVICES = "virtualservices";
    private static final Duration OFTEN = Duration.ofMillis(50);

    @TempDir
    Path directory;

    private final MockCluster cluster = MockCluster.start();
    private KubernetesClient client;
    private KubernetesSource source;
    private volatile ConfigReading reading;

    @AfterEach
    void stop() {
        if (source != null) {
            source.close();
            client.close();
        }
        cluster.close();
    }

    private void start(ClusterScope scope) throws Exception {
        client = cluster.access(directory).client();
        source = new KubernetesSource(client, scope, false, OFTEN);
        source.start(now -> reading = now);
    }

    @Test
    void whatTheClusterHasIsPublishedAndFollowed() throws Exception {
        cluster.withIstio("v1").put(GATEWAYS, gateway("gw", ""));
        cluster.put(SERVICES, virtualService("a"));
        start(ClusterScope.ALL);
        await("both", () -> names().equals(Set.of("gw", "a")));
        assertEquals(List.of(), reading.diagnostics());
        cluster.put(SERVICES, virtualService("b"));
        await("a new one", () -> names().contains("b"));
        cluster.delete(SERVICES, "default/a");
        await("a deleted one is gone", () -> names().equals(Set.of("gw", "b")));
    }

    @Test
    void nothingIsPublishedBeforeEveryKindHasBeenListed() throws Exception {
        cluster.withIstio("v1").put(GATEWAYS, gateway("gw", ""));
        cluster.refuse(SERVICES, 500);
        start(ClusterScope.ALL);
        await("tried again", () -> cluster.lists(SERVICES) > 1);
        assertEquals(null, reading);
        cluster.allow(SERVICES);
        await("listed", () -> reading != null && names().contains("gw"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v1beta1", "v1alpha3"})
    void theBestServedVersionIsWatched(String version) throws Exception {
        cluster.withIstio("v1alpha3").put(SERVICES, virtualService("a"));
        cluster.serve("networking.istio.io/" + version, SERVICES);
        start(ClusterScope.ALL);
        await("published", () -> reading != null && names().contains("a"));
        assertTrue(
                cluster.requests().contains("list /apis/networking.istio.io/" + version + "/virtualservices"),
                () -> cluster.requests() + "");
        assertEquals(1, cluster.lists(SERVICES));
    }

    @Test
    void aKindThatIsNotServedIsAFindingUntilItIs() throws Exception {
        cluster.withIstio("v1").put(GATEWAYS, gateway("gw", ""));
        cluster.withdraw("networking.istio.io/v1", SERVICES);
        start(ClusterScope.ALL);
        await("the rest is published", () -> names().contains("gw"));
        assertTrue(finding("cluster:virtualservices.networking.istio.io", "does not serve"));
        cluster.serve("networking.istio.io/v1", SERVICES);
        cluster.put(SERVICES, virtualService("a"));
        await(
                "it is watched",
                () -> names().contains("a") && reading.diagnostics().isEmpty());
    }

    @Test
    void aForbiddenKindIsAFindingAndTheRestIsPublished() throws Exception {
        cluster.withIstio("v1").put(GATEWAYS, gateway("gw", ""));
        cluster.refuse("destinationrules", 403);
        start(ClusterScope.ALL);
        await("the rest is published", () -> names().contains("gw"));
        assertTrue(finding("cluster:destinationrules.networking.istio.io", "does not allow"));
        cluster.allow("destinationrules");
        await("mended", () -> reading.diagnostics().isEmpty());
    }

    @Test
    void anApiServerThatIsAwayAtStartIsReadOnceItIsThere() throws Exception {
        cluster.withIstio("v1").put(GATEWAYS, gateway("gw", ""));
        cluster.down();
        start(ClusterScope.ALL);
        MeterRegistry meters = new SimpleMeterRegistry();
        source.bindTo(meters);
        await(
                "tried",
                () -> meters.get("gatehouse.kubernetes.failures")
                                .functionCounter()
                                .count()
                        > 0);
        assertEquals(null, reading);
        cluster.up();
        await("published", () -> names().contains("gw"));
        assertEquals(List.of(), reading.diagnostics());
    }

    @Test
    void anApiServerThatGoesLeavesWhatItSaidLast() throws Exception {
        cluster.withIstio("v1").put(GATEWAYS, gateway("gw", ""));
        start(ClusterScope.ALL);
        await("published", () -> names().contains("gw"));
        cluster.down();
        await("told", () -> finding("cluster:api-server", "can't be read"));
        assertEquals(Set.of("gw"), names());
        cluster.put(GATEWAYS, gateway("second", ""));
        cluster.up();
        await(
                "followed again",
                () -> names().contains("second") && reading.diagnostics().isEmpty());
    }

    @Test
    void afterGoneEverythingIsListedAgain() throws Exception {
        cluster.withIstio("v1").put(SERVICES, virtualService("a"));
        start(ClusterScope.ALL);
        await("watched", () -> names().contains("a") && cluster.isWatched(SERVICES));
        cluster.putUnheard(SERVICES, virtualService("missed"));
        long before = cluster.lists(SERVICES);
        cluster.gone(SERVICES);
        await("what was missed is there", () -> names().contains("missed"));
        assertTrue(cluster.lists(SERVICES) > before);
        await("and watched on", () -> cluster.isWatched(SERVICES));
        cluster.put(SERVICES, virtualService("later"));
        await("what comes later too", () -> names().contains("later"));
    }

    @Test
    void aWatchThatEndsIsOpenedAgain() throws Exception {
        cluster.withIstio("v1").put(SERVICES, virtualService("a"));
        start(ClusterScope.ALL);
        await("watched", () -> names().contains("a") && cluster.isWatched(SERVICES));
        cluster.endWatches(SERVICES);
        await("watched again", () -> cluster.isWatched(SERVICES));
        cluster.put(SERVICES, virtualService("b"));
        await("published", () -> names().contains("b"));
    }

    @Test
    void aMalformedObjectIsRefusedByNameAndTheRestIsPublished() throws Exception {
        cluster.withIstio("v1").put(SERVICES, virtualService("good"));
        cluster.put(SERVICES, virtualService("bad").replace("  hosts:", "  hsots:"));
        start(ClusterScope.ALL);
        await("published", () -> names().contains("good"));
        assertTrue(finding("cluster:VirtualService/default/bad", "hsots"), () -> reading.diagnostics() + "");
        assertEquals("[VirtualService default/bad]", reading.refused().toString());
        cluster.put(SERVICES, virtualService("bad"));
        await("mended", () -> names().contains("bad") && reading.diagnostics().isEmpty());
    }

    @Test
    void onlyNamedSecretsAreAskedFor() throws Exception {
        cluster.withIstio("v1").put(GATEWAYS, gateway("gw", "shop-cert"));
        cluster.put("secrets", secret("default", "shop-cert"));
        cluster.put("secrets", secret("default", "other"));
        cluster.put("secrets", secret("istio-system", "istio-ingressgateway-certs"));
        start(ClusterScope.ALL);
        await("published", () -> names().equals(Set.of("gw", "shop-cert", "istio-ingressgateway-certs")));
        cluster.put(GATEWAYS, gateway("gw", ""));
        await("no longer named", () -> !names().contains("shop-cert"));
    }

    @Test
    void aSecretInOneOfItsTwoNamespacesIsEnough() throws Exception {
        cluster.withIstio("v1").put(GATEWAYS, gateway("gw", "shop-cert"));
        cluster.put("secrets", secret("istio-system", "shop-cert"));
        cluster.refuse("namespaces/default/secrets", 403);
        start(ClusterScope.ALL);
        await("published", () -> names().contains("shop-cert"));
        assertEquals(List.of(), reading.diagnostics());
        cluster.delete("secrets", "istio-system/shop-cert");
        await("now it is wanted", () -> reading.diagnostics().size() == 1);
        assertTrue(finding("cluster:secrets/shop-cert in default", "does not allow"));
    }

    @Test
    void onlyTheGivenNamespacesAreWatched() throws Exception {
        cluster.withIstio("v1").put(GATEWAYS, gateway("gw", ""));
        cluster.put(GATEWAYS, gateway("elsewhere", "").replace("namespace: default", "namespace: other"));
        start(new ClusterScope(Set.of("default"), "istio-system"));
        await("published", () -> names().equals(Set.of("gw")));
        assertFalse(cluster.requests().contains("list /apis/networking.istio.io/v1/gateways"));
    }

    private Set<String> names() {
        return reading == null
                ? Set.of()
                : reading.resources().all().stream()
                        .map(Resource::metadata)
                        .map(metadata -> metadata.name())
                        .collect(Collectors.toSet());
    }

    private boolean finding(String source, String problem) {
        return reading.diagnostics().stream()
                .anyMatch(finding -> finding.position().source().equals(source)
                        && finding.toString().contains(problem));
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static String gateway(String name, String credential) {
        String tls = credential.isEmpty() ? "" : "    tls: {mode: SIMPLE, credentialName: " + credential + "}\n";
        return """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: %s, namespace: default}
                spec:
                  selector: {istio: ingressgateway}
                  servers:
                  - port: {number: 443, name: https, protocol: %s}
                    hosts: ["*"]
                """.formatted(name, credential.isEmpty() ? "HTTP" : "HTTPS") + tls;
    }

    private static String virtualService(String name) {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %s, namespace: default}
                spec:
                  hosts: ["%s.example.com"]
                  gateways: [gw]
                  http:
                  - route:
                    - destination: {host: httpbin}
                """.formatted(name, name);
    }

    private static String secret(String namespace, String name) {
        return "apiVersion: v1\nkind: Secret\nmetadata: {name: " + name + ", namespace: " + namespace
                + "}\ntype: Opaque\ndata: {cert: eA==, key: eA==}\n";
    }
}
