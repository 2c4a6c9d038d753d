package io.gatehouse.tests.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.OperatingSystemMXBean;
import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.GatewayServer;
import io.gatehouse.jetty.httpbin.HttpBin;
import io.gatehouse.source.kubernetes.ClusterAccess;
import io.gatehouse.source.kubernetes.ClusterScope;
import io.gatehouse.source.kubernetes.KubernetesSource;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many VirtualServices, each with a Service and an endpoint of its own: 200, or as many as {@code
 * -Dgatehouse.test.many=10000} says. The log says at {@code -Dgatehouse.log=INFO} what a change cost.
 */
@ExtendWith(SharedCluster.class)
class ManyObjectsIT {
    private static final Logger LOG = LoggerFactory.getLogger(ManyObjectsIT.class);
    private static final int MANY = Integer.getInteger("gatehouse.test.many", 200);
    private static final int LAST = MANY - 1;
    /** Many, to see what a change costs once the code is warm. */
    private static final int ROUNDS = Integer.getInteger("gatehouse.test.rounds", 5);

    private static final String SLICE = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices";

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private static ApiServer cluster;

    @BeforeAll
    static void startCluster(ApiServer shared) {
        cluster = shared;
    }

    @Test
    void allAreServedAndOneChangeIsLiveAmongThem() throws Exception {
        try (HttpBin httpbin = HttpBin.start(Addresses.own(), 0)) {
            cluster.apply(Objects.gateway().replace("httpbin.example.com", "*"));
            Moment start = Moment.now();
            fill(httpbin.port());
            told("made", start);
            start = Moment.now();
            try (GatewayServer gateway = GatewayConfig.builder()
                    .sources(KubernetesSource.connect(new ClusterAccess(cluster.kubeconfig(), null), ClusterScope.ALL))
                    .ephemeralPorts()
                    .drainTimeout(Duration.ZERO)
                    .start()) {
                gateway.awaitReady(Duration.ofSeconds(300));
                told("started", start);
                int port = gateway.port("http");
                for (int i = 0; i < MANY; i += Math.max(1, MANY / 20)) {
                    assertEquals(200, Client.status(port, host(i), "/get"));
                }
                for (int round = 0; round < ROUNDS; round++) {
                    change(port, "false", 503, "endpoint gone");
                    change(port, "true", 200, "endpoint back");
                }
            }
        }
    }

    private static void change(int port, String ready, int status, String what) throws Exception {
        cluster.mergePatch(
                SLICE + "/s" + LAST,
                "{\"endpoints\":[{\"addresses\":[\"" + Addresses.own() + "\"],\"conditions\":{\"ready\":" + ready
                        + "}}]}");
        Moment start = Moment.now();
        Eventually.within(30, what, () -> Client.status(port, host(LAST), "/get") == status);
        told(what, start);
    }

    private static void told(String what, Moment start) {
        LOG.info("{} of {}: {}", what, MANY, start.since());
    }

    /** Of this process, which is the gateway, its upstream and its client. */
    private record Moment(long nanos, long cpuNanos) {
        static Moment now() {
            return new Moment(System.nanoTime(), PROCESS.getProcessCpuTime());
        }

        String since() {
            Moment now = now();
            Runtime memory = Runtime.getRuntime();
            return TimeUnit.NANOSECONDS.toMillis(now.nanos - nanos) + " ms, CPU "
                    + TimeUnit.NANOSECONDS.toMillis(now.cpuNanos - cpuNanos) + " ms, heap "
                    + (memory.totalMemory() - memory.freeMemory() >> 20) + " MiB";
        }
    }

    private static void fill(int port) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> created = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                int number = i;
                created.add(workers.submit(() -> {
                    create(number, port);
                    return null;
                }));
            }
            for (Future<?> each : created) {
                each.get();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private static void create(int number, int port) throws Exception {
        String name = "s" + number;
        cluster.create("/api/v1/namespaces/default/services", Objects.service(name));
        cluster.create(
                SLICE,
                Objects.slice(name, port, List.of(Objects.ready(Addresses.own())))
                        .replace("name: " + name + "-1", "name: " + name));
        cluster.create(
                "/apis/networking.istio.io/v1/namespaces/default/virtualservices",
                Objects.virtualService(name)
                        .replace("{name: httpbin,", "{name: " + name + ",")
                        .replace("httpbin.example.com", host(number)));
    }

    private static String host(int number) {
        return "h" + number + ".example.com";
    }
}
