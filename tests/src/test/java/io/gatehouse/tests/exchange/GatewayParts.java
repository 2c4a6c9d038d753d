package io.gatehouse.tests.exchange;

import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.InlineThreadPool;
import io.gatehouse.filter.FilterOrder;
import io.gatehouse.proxy.ProxyEngine;
import io.gatehouse.resource.Position;
import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.EndpointSpec;
import io.gatehouse.route.HeaderOps;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.MeshSpec;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteAction;
import io.gatehouse.route.RoutePolicy;
import io.gatehouse.route.RouteTable;
import io.gatehouse.route.Snapshot;
import io.gatehouse.route.Snapshots;
import io.gatehouse.route.VirtualHost;
import io.gatehouse.route.WeightedCluster;
import io.gatehouse.upstream.Clusters;
import io.gatehouse.upstream.DnsSettings;
import io.gatehouse.upstream.Resolver;
import io.gatehouse.upstream.UpstreamClient;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** All of a gateway but its port: one route to one upstream, the real filters and the engine. */
final class GatewayParts implements AutoCloseable {
    static final ListenerKey KEY = new ListenerKey("0.0.0.0", 8080);

    final InlineThreadPool pool = new InlineThreadPool(32);
    final ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler("gateway-scheduler", true);
    final ArrayByteBufferPool buffers = new ArrayByteBufferPool();
    final Snapshots snapshots = new Snapshots();
    private final UpstreamClient client;
    private final Clusters clusters;

    GatewayParts() throws Exception {
        pool.start();
        scheduler.start();
        client = UpstreamClient.create(pool, scheduler, buffers, 1);
        client.http().start();
        clusters = new Clusters(snapshots, client, Resolver.of(DnsSettings.DEFAULT));
    }

    ExchangeChain chain() {
        return ExchangeChain.of(FilterOrder.filters(), engine());
    }

    ExchangeChain engine() {
        return new ProxyEngine(clusters);
    }

    /** Sends everything to a port on loopback. */
    void routeTo(int port, ClusterSpec.Protocol protocol, RoutePolicy policy) {
        EndpointSpec endpoint = new EndpointSpec("127.0.0.1", port, 1, Map.of(), "");
        ClusterSpec cluster = new ClusterSpec(
                "outbound|80||up", "up", 80, "", protocol, ClusterSpec.Resolution.STATIC, List.of(endpoint), null);
        WeightedCluster only = new WeightedCluster(cluster.name(), 1, HeaderOps.NONE, HeaderOps.NONE, null);
        Route route = new Route(
                "all", "default/all", List.of(), new RouteAction.Forward(List.of(only)), policy, Position.NONE);
        RouteTable routes = RouteTable.of(List.of(new VirtualHost("*", false, List.of(route))));
        ListenerSpec listener = new ListenerSpec(KEY, 80, ListenerSpec.Protocol.HTTP, List.of(), routes);
        snapshots.publish(new Snapshot(1, List.of(listener), Map.of(cluster.name(), cluster), MeshSpec.DEFAULT));
    }

    @Override
    public void close() throws Exception {
        clusters.close();
        client.http().stop();
        scheduler.stop();
        pool.stop();
    }
}
