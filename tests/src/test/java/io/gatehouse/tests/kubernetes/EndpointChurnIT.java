package io.gatehouse.tests.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.GatewayServer;
import io.gatehouse.jetty.httpbin.HttpBin;
import io.gatehouse.source.kubernetes.ClusterAccess;
import io.gatehouse.source.kubernetes.ClusterScope;
import io.gatehouse.source.kubernetes.KubernetesSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Endpoints that come and go a hundred times a second, under load: for 5 s, or for as long as
 * {@code -Dgatehouse.test.churn.seconds} says.
 */
@ExtendWith(SharedCluster.class)
class EndpointChurnIT {
    private static final String HOST = "httpbin.example.com";
    private static final int CHANGES = 100 * Integer.getInteger("gatehouse.test.churn.seconds", 5);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1) / 100;

    private static ApiServer cluster;

    @BeforeAll
    static void startCluster(ApiServer shared) {
        cluster = shared;
    }

    @Test
    void noRequestFailsWhileEndpointsComeAndGo() throws Exception {
        try (HttpBin stays = HttpBin.start(Addresses.own(), 0);
                HttpBin comesAndGoes = HttpBin.start(Addresses.own(), 0)) {
            install(cluster, stays, comesAndGoes);
            try (GatewayServer gateway = GatewayConfig.builder()
                    .sources(KubernetesSource.connect(new ClusterAccess(cluster.kubeconfig(), null), ClusterScope.ALL))
                    .ephemeralPorts()
                    .drainTimeout(Duration.ZERO)
                    .start()) {
                gateway.awaitReady(Duration.ofSeconds(30));
                int port = gateway.port("http");
                try (Traffic traffic = Traffic.start(port, HOST, "/get")) {
                    long snapshots = gateway.status().snapshots();
                    churn(cluster);
                    set(cluster, false);
                    Eventually.within(5, "the removal is served", () -> endpoints(gateway) == 1);
                    // The request that was under way then is over when two more are
                    more(traffic, 2);
                    long asked = comesAndGoes.requests();
                    assertTrue(asked > 0, "it had its part before");
                    more(traffic, 100);
                    assertEquals(asked, comesAndGoes.requests(), "requests of an endpoint that is gone");
                    comesAndGoes.close();
                    more(traffic, 100);
                    traffic.stop();
                    assertEquals(List.of(), traffic.failures());
                    // Changes that come within a moment of each other are served together.
                    assertTrue(gateway.status().snapshots() > snapshots + CHANGES / 50, "changes were served");
                }
            }
        }
    }

    private static void more(Traffic traffic, int requests) throws Exception {
        int before = traffic.count();
        Eventually.within(20, "more requests", () -> traffic.count() > before + requests);
    }

    private static long endpoints(GatewayServer gateway) {
        return gateway.snapshot().clusters().values().stream()
                .filter(cluster -> cluster.name().contains("httpbin"))
                .mapToLong(cluster -> cluster.endpoints().size())
                .max()
                .orElse(0);
    }

    private static void churn(ApiServer cluster) throws Exception {
        long next = System.nanoTime();
        for (int i = 0; i < CHANGES; i++) {
            set(cluster, i % 2 == 0);
            next += PAUSE_NANOS;
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }

    private static void set(ApiServer cluster, boolean ready) throws Exception {
        String endpoint = ready ? Objects.ready(Addresses.own()) : Objects.unready(Addresses.own());
        cluster.mergePatch(
                "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/httpbin-2",
                "{\"endpoints\":["
                        + endpoint.replace("addresses", "\"addresses\"")
                                .replace("conditions", "\"conditions\"")
                                .replace("ready:", "\"ready\":")
                        + "]}");
    }

    private static void install(ApiServer cluster, HttpBin stays, HttpBin comesAndGoes) throws Exception {
        cluster.apply(String.join(
                "---\n",
                Objects.gateway(),
                Objects.virtualService("httpbin"),
                Objects.service("httpbin"),
                Objects.slice("httpbin", stays.port(), List.of(Objects.ready(Addresses.own()))),
                Objects.slice("httpbin", comesAndGoes.port(), List.of(Objects.ready(Addresses.own())))
                        .replace("name: httpbin-1", "name: httpbin-2")));
    }
}
