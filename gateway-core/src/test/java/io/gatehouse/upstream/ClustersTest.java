package io.gatehouse.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.route.ClusterSpec.Resolution;
import io.gatehouse.route.ConnectionPoolSpec;
import io.gatehouse.route.EndpointSpec;
import io.gatehouse.route.HealthCheckSpec;
import io.gatehouse.route.LoadBalancing;
import io.gatehouse.route.MeshSpec;
import io.gatehouse.route.OutlierSpec;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.Snapshots;
import io.gatehouse.route.TrafficPolicySpec;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stays of the live clusters when snapshots and addresses change. Nothing connects. */
class ClustersTest {
    /** Longer than names are believed, or not, without being looked up again. */
    private static final long REFRESH_SECONDS = 6;

    /** Longer than a cluster is kept that no route names any more. */
    private static final long LEAVING_SECONDS = 31;

    private final ManualScheduler scheduler = new ManualScheduler();
    private final QueuedThreadPool threads = new QueuedThreadPool(8);
    private final Snapshots snapshots = new Snapshots();
    private final Map<String, List<InetAddress>> names = new HashMap<>();
    private final List<String> lookUps = new ArrayList<>();
    private UpstreamClient client;
    private Clusters clusters;
    private Duration ttl = Duration.ZERO;
    private long version;

    @BeforeEach
    void start() throws Exception {
        threads.start();
        client = UpstreamClient.create(threads, scheduler, new ArrayByteBufferPool(), 1);
        client.http().start();
        clusters = new Clusters(snapshots, client, this::resolve);
    }

    @AfterEach
    void stop() throws Exception {
        clusters.close();
        client.http().stop();
        threads.stop();
    }

    private CompletableFuture<Resolver.Answer> resolve(String host) {
        lookUps.add(host);
        List<InetAddress> addresses = names.get(host);
        return addresses == null
                ? CompletableFuture.failedFuture(new UncheckedIOException("no address", new UnknownHostException(host)))
                : CompletableFuture.completedFuture(new Resolver.Answer(addresses, ttl));
    }

    private void name(String host, String... addresses) {
        names.put(host, Stream.of(addresses).map(ClustersTest::address).toList());
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private void publish(ClusterSpec... specs) {
        Map<String, ClusterSpec> byName =
                Stream.of(specs).collect(Collectors.toMap(ClusterSpec::name, Function.identity()));
        snapshots.publish(new Snapshot(++version, List.of(), byName, MeshSpec.DEFAULT));
    }

    private static ClusterSpec cluster(String name, Resolution resolution, EndpointSpec... endpoints) {
        return cluster(name, Protocol.HTTP1, resolution, endpoints);
    }

    private static ClusterSpec cluster(
            String name, Protocol protocol, Resolution resolution, EndpointSpec... endpoints) {
        return new ClusterSpec(name, name, 80, "", protocol, resolution, List.of(endpoints), null);
    }

    private static EndpointSpec at(String address, int port) {
        return new EndpointSpec(address, port, 1, Map.of(), "");
    }

    private List<String> endpoints(String cluster) {
        return clusters.find(cluster).endpoints().stream().map(Endpoint::name).toList();
    }

    private Endpoint endpoint(String cluster, String name) {
        return clusters.find(cluster).endpoints().stream()
                .filter(endpoint -> endpoint.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aClusterWhoseDefinitionStaysIsKept() {
        publish(cluster("a", Resolution.STATIC, at("127.0.0.1", 1)), cluster("b", Resolution.STATIC));
        Cluster a = clusters.find("a");
        Cluster b = clusters.find("b");
        publish(
                cluster("a", Resolution.STATIC, at("127.0.0.1", 1)),
                cluster("b", Resolution.STATIC, at("127.0.0.1", 2)));
        assertSame(a, clusters.find("a"));
        assertNotSame(b, clusters.find("b"));
        assertEquals(List.of("127.0.0.1:2"), endpoints("b"));
    }

    @Test
    void endpointsThatStayKeepTheirStateWhenOthersComeAndGo() {
        publish(cluster("a", Resolution.STATIC, at("127.0.0.1", 1), at("127.0.0.1", 2)));
        Endpoint staying = endpoint("a", "127.0.0.1:2");
        assertTrue(staying.tryBegin());
        publish(cluster("a", Resolution.STATIC, at("127.0.0.1", 2), at("127.0.0.1", 3)));
        assertEquals(List.of("127.0.0.1:2", "127.0.0.1:3"), endpoints("a"));
        assertSame(staying, endpoint("a", "127.0.0.1:2"));
        assertEquals(1, staying.active());
        staying.end();
    }

    @Test
    void anotherProtocolMakesOtherEndpoints() {
        publish(cluster("a", Protocol.HTTP1, Resolution.STATIC, at("127.0.0.1", 1)));
        Endpoint before = endpoint("a", "127.0.0.1:1");
        publish(cluster("a", Protocol.HTTP2, Resolution.STATIC, at("127.0.0.1", 1)));
        assertNotSame(before, endpoint("a", "127.0.0.1:1"));
        assertEquals(Protocol.HTTP2, endpoint("a", "127.0.0.1:1").protocol());
    }

    @Test
    void anotherPolicyKeepsWhatIsKnownOfEndpoints() {
        publish(policed(TestEndpoints.outlier(1, 0, 100, 0)));
        Endpoint before = endpoint("a", "127.0.0.1:1");
        assertTrue(before.tryBegin());
        before.answered(500, HttpFields.EMPTY);
        before.end();
        publish(policed(TestEndpoints.outlier(2, 0, 100, 0)));
        Endpoint after = endpoint("a", "127.0.0.1:1");
        assertNotSame(before, after);
        assertTrue(after.isEjected());
        assertEquals(1, after.requests());
        assertEquals(before.createdNanoTime(), after.createdNanoTime());
        assertEquals(1, clusters.find("a").load().total().requests());
        publish(policed(null));
        assertFalse(endpoint("a", "127.0.0.1:1").isEjected());
    }

    private static ClusterSpec policed(OutlierSpec outlier) {
        TrafficPolicySpec policy = TestEndpoints.policy(LoadBalancing.LeastRequest.INSTANCE, outlier);
        List<EndpointSpec> endpoints = List.of(at("127.0.0.1", 1));
        return new ClusterSpec("a", "a", 80, "", Protocol.HTTP1, Resolution.STATIC, endpoints, null, policy);
    }

    @Test
    void healthChecksEndWithTheirPolicyAndWithTheirCluster() {
        publish();
        scheduler.advance(LEAVING_SECONDS);
        int without = scheduler.waiting();
        publish(checked());
        assertTrue(scheduler.waiting() > without);
        publish(policed(null));
        scheduler.advance(LEAVING_SECONDS);
        untilWaiting(without);
        publish(checked());
        publish();
        scheduler.advance(LEAVING_SECONDS + 2);
        untilWaiting(without);
    }

    /** A check that began has yet to find that nobody listens, which takes no time of the scheduler's. */
    private void untilWaiting(int tasks) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (scheduler.waiting() != tasks && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
            scheduler.advance(2);
        }
        assertEquals(tasks, scheduler.waiting());
    }

    private static ClusterSpec checked() {
        Duration hour = Duration.ofHours(1);
        HealthCheckSpec check = new HealthCheckSpec("/", "a", hour, hour, 0, 1, 1, Set.of(200), 50);
        TrafficPolicySpec policy = new TrafficPolicySpec(
                LoadBalancing.LeastRequest.INSTANCE,
                null,
                ConnectionPoolSpec.DEFAULT,
                null,
                null,
                null,
                null,
                null,
                check);
        List<EndpointSpec> endpoints = List.of(at("127.0.0.1", 1));
        return new ClusterSpec("a", "a", 80, "", Protocol.HTTP1, Resolution.STATIC, endpoints, null, policy);
    }

    @Test
    void anotherWeightCounts() {
        publish(cluster("a", Resolution.STATIC, at("127.0.0.1", 1)));
        publish(cluster("a", Resolution.STATIC, new EndpointSpec("127.0.0.1", 1, 5, Map.of(), "")));
        assertEquals(5, endpoint("a", "127.0.0.1:1").weight());
    }

    @Test
    void ofTwoEndpointsAtOneAddressOneIsEnough() {
        publish(cluster("a", Resolution.STATIC, at("127.0.0.1", 1), at("127.0.0.1", 1), at("::1", 1)));
        assertEquals(2, endpoints("a").size());
    }

    @Test
    void aClusterThatNoRouteNamesIsKeptForRequestsDecidedBefore() {
        publish(cluster("a", Resolution.STATIC, at("127.0.0.1", 1)), cluster("b", Resolution.STATIC));
        Cluster a = clusters.find("a");
        publish(cluster("b", Resolution.STATIC));
        assertSame(a, clusters.find("a"));
        scheduler.advance(LEAVING_SECONDS);
        assertNull(clusters.find("a"));
        assertEquals(List.of(), endpoints("b"));
    }

    @Test
    void aClusterThatComesBackInTimeIsTheSame() {
        ClusterSpec spec = cluster("a", Resolution.STATIC, at("127.0.0.1", 1));
        publish(spec);
        Cluster a = clusters.find("a");
        publish();
        publish(spec);
        scheduler.advance(LEAVING_SECONDS);
        assertSame(a, clusters.find("a"));
    }

    @Test
    void requestsFindTheirClustersBeforeTheySeeTheSnapshot() {
        List<Boolean> found = new ArrayList<>();
        snapshots.observe(snapshot -> found.add(clusters.find("a") != null));
        snapshots.prepare(snapshot -> found.add(snapshots.current().clusters().isEmpty()));
        publish(cluster("a", Resolution.STATIC));
        assertEquals(List.of(true, true), found);
    }

    @Test
    void aNameHasAllItsAddressesAndTheyAreLookedUpAgain() {
        name("svc.test", "127.0.0.1", "127.0.0.2");
        publish(cluster("a", Resolution.DNS, at("svc.test", 80)));
        assertEquals(List.of("127.0.0.1:80", "127.0.0.2:80"), endpoints("a"));
        Endpoint staying = endpoint("a", "127.0.0.2:80");
        name("svc.test", "127.0.0.2", "127.0.0.3");
        scheduler.advance(REFRESH_SECONDS);
        assertEquals(List.of("127.0.0.2:80", "127.0.0.3:80"), endpoints("a"));
        assertSame(staying, endpoint("a", "127.0.0.2:80"));
    }

    @Test
    void theLastGoodAddressesStayWhileANameIsNotFound() {
        name("svc.test", "127.0.0.1");
        publish(cluster("a", Resolution.DNS, at("svc.test", 80)));
        Endpoint before = endpoint("a", "127.0.0.1:80");
        names.clear();
        scheduler.advance(REFRESH_SECONDS);
        assertTrue(lookUps.size() > 1);
        assertSame(before, endpoint("a", "127.0.0.1:80"));
    }

    @Test
    void aNameThatIsFoundLaterIsServedThen() {
        publish(cluster("a", Resolution.DNS, at("svc.test", 80)));
        assertTrue(clusters.find("a").ready().isDone());
        assertEquals(List.of(), endpoints("a"));
        name("svc.test", "127.0.0.1");
        scheduler.advance(REFRESH_SECONDS);
        assertEquals(List.of("127.0.0.1:80"), endpoints("a"));
    }

    @Test
    void oneNameThatIsNotFoundTakesNothingFromTheOthers() {
        name("good.test", "127.0.0.1");
        publish(cluster("a", Resolution.DNS, at("bad.test", 80), at("good.test", 80)));
        assertEquals(List.of("127.0.0.1:80"), endpoints("a"));
    }

    @Test
    void roundRobinDnsTakesTheFirstAddressOnly() {
        name("svc.test", "127.0.0.2", "127.0.0.1");
        publish(cluster("a", Resolution.DNS_ROUND_ROBIN, at("svc.test", 80)));
        assertEquals(List.of("127.0.0.2:80"), endpoints("a"));
    }

    @Test
    void addressesAreNotLookedUp() {
        publish(cluster("a", Resolution.DNS, at("127.0.0.1", 80), at("::1", 80)));
        scheduler.advance(REFRESH_SECONDS);
        assertEquals(List.of(), lookUps);
        assertEquals(2, endpoints("a").size());
    }

    @Test
    void aNameIsLookedUpAgainWhenItsTimeIsOver() {
        ttl = Duration.ofSeconds(60);
        name("svc.test", "127.0.0.1");
        publish(cluster("a", Resolution.DNS, at("svc.test", 80)));
        scheduler.advance(59);
        assertEquals(1, lookUps.size());
        scheduler.advance(2);
        assertEquals(2, lookUps.size());
    }

    @Test
    void aTimeOfNothingOrOfAYearIsNotBelieved() {
        ttl = Duration.ofNanos(1);
        name("short.test", "127.0.0.1");
        publish(cluster("a", Resolution.DNS, at("short.test", 80)));
        scheduler.advance(10);
        assertEquals(11, lookUps.size());
        ttl = Duration.ofDays(365);
        scheduler.advance(1);
        lookUps.clear();
        scheduler.advance(601);
        assertEquals(1, lookUps.size());
    }

    @Test
    void aNameThatFailsIsAskedForLessAndLess() {
        publish(cluster("a", Resolution.DNS, at("svc.test", 80)));
        scheduler.advance(1 + 2 + 4 + 8 + 16 + 30 + 30);
        assertEquals(8, lookUps.size());
    }

    @Test
    void aNameOfManyClustersIsLookedUpOnceForAll() {
        name("svc.test", "127.0.0.1");
        publish(
                cluster("a", Resolution.DNS, at("svc.test", 80)),
                cluster("b", Resolution.DNS, at("svc.test", 81), at("svc.test", 82)));
        assertEquals(List.of("svc.test"), lookUps);
        assertEquals(List.of("127.0.0.1:81", "127.0.0.1:82"), endpoints("b"));
    }

    @Test
    void aNameThatNoClusterHasIsNotLookedUpAgain() {
        name("svc.test", "127.0.0.1");
        publish(cluster("a", Resolution.DNS, at("svc.test", 80)));
        publish();
        scheduler.advance(LEAVING_SECONDS);
        lookUps.clear();
        scheduler.advance(LEAVING_SECONDS);
        assertEquals(List.of(), lookUps);
    }

    @Test
    void aChangedClusterKnowsItsNamesAtOnce() {
        name("svc.test", "127.0.0.1");
        publish(cluster("a", Resolution.DNS, at("svc.test", 80)));
        names.clear();
        publish(cluster("a", Resolution.DNS, at("svc.test", 80), at("svc.test", 81)));
        assertEquals(List.of("127.0.0.1:80", "127.0.0.1:81"), endpoints("a"));
        assertEquals(1, lookUps.size());
    }

    @Test
    void aClusterIsReadyOnceItsNamesWereLookedUp() {
        CompletableFuture<Resolver.Answer> lookUp = new CompletableFuture<>();
        WatchedNames watched = new WatchedNames(host -> lookUp, scheduler);
        Cluster cluster = new Cluster(cluster("a", Resolution.DNS, at("svc.test", 80)), client, watched);
        cluster.open(null);
        assertFalse(cluster.ready().isDone());
        lookUp.complete(new Resolver.Answer(List.of(address("127.0.0.1")), Duration.ZERO));
        assertTrue(cluster.ready().isDone());
        assertEquals(1, cluster.endpoints().size());
    }

    @Test
    void whatIsClosedFollowsNoMore() throws Exception {
        name("svc.test", "127.0.0.1");
        publish(cluster("a", Resolution.DNS, at("svc.test", 80)));
        clusters.close();
        publish(cluster("b", Resolution.STATIC));
        scheduler.advance(REFRESH_SECONDS);
        assertNull(clusters.find("b"));
        assertEquals(1, lookUps.size());
    }
}
