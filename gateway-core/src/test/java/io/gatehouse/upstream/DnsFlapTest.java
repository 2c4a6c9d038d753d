package io.gatehouse.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.route.ClusterSpec.Resolution;
import io.gatehouse.route.EndpointSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

/** A cluster whose DNS server changes its mind, over real sockets and with the shortest time that is believed, 1 s. */
class DnsFlapTest {
    private final ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler("dns-flap", true);
    private DnsStub server;
    private DnsResolver resolver;
    private WatchedNames names;
    private Cluster cluster;

    @BeforeEach
    void start() throws Exception {
        scheduler.start();
        server = new DnsStub();
        server.say("svc.test", "A 1 127.0.0.1");
        resolver = new DnsResolver(new SystemNames(List.of(server.address()), Path.of("/dev/null")), null);
        names = new WatchedNames(resolver, scheduler);
        EndpointSpec endpoint = new EndpointSpec("svc.test", 80, 1, Map.of(), "");
        ClusterSpec spec = new ClusterSpec("a", "a", 80, "", Protocol.HTTP1, Resolution.DNS, List.of(endpoint), null);
        UpstreamClient client = UpstreamClient.create(Runnable::run, scheduler, new ArrayByteBufferPool(), 1);
        client.http().setScheduler(scheduler);
        cluster = new Cluster(spec, client, names);
        cluster.open(null);
        cluster.ready().get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.retire();
        names.close();
        resolver.close();
        server.close();
        scheduler.stop();
    }

    private List<String> endpoints() {
        return cluster.endpoints().stream().map(Endpoint::name).toList();
    }

    private void askedAgain() {
        int before = server.questions().size();
        await(() -> server.questions().size() > before + 1);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not within thirty seconds");
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void addressesFollowTheirRecordsAndOutliveEveryFailure() throws Exception {
        assertEquals(List.of("127.0.0.1:80"), endpoints());
        server.say("svc.test", "A 1 127.0.0.2");
        await(() -> endpoints().equals(List.of("127.0.0.2:80")));
        Endpoint staying = cluster.endpoints().get(0);
        server.fail("svc.test", Rcode.SERVFAIL);
        askedAgain();
        server.fail("svc.test", Rcode.NXDOMAIN);
        askedAgain();
        assertEquals(List.of(staying), cluster.endpoints());
        server.say("svc.test", "A 1 127.0.0.2", "A 1 127.0.0.3");
        await(() -> endpoints().size() == 2);
        assertTrue(cluster.endpoints().contains(staying));
    }
}
