package io.gatehouse.upstream;

import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.route.ConnectionPoolSpec;
import io.gatehouse.route.EndpointSpec;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.LoadBalancing;
import io.gatehouse.route.OutlierSpec;
import io.gatehouse.route.RequestView;
import io.gatehouse.route.TrafficPolicySpec;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** Endpoints that nobody connects to, and requests that nobody sends. */
final class TestEndpoints {
    static final UpstreamClient CLIENT =
            UpstreamClient.create(Runnable::run, new ScheduledExecutorScheduler(), new ArrayByteBufferPool(), 1);

    private TestEndpoints() {}

    static TrafficPolicySpec policy(LoadBalancing balancing, OutlierSpec outlier) {
        return new TrafficPolicySpec(
                balancing, null, ConnectionPoolSpec.DEFAULT, outlier, null, null, null, null, null);
    }

    static OutlierSpec outlier(int consecutive5xx, int gateway, int maxPercent, int minHealth) {
        return new OutlierSpec(
                consecutive5xx,
                gateway,
                false,
                5,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                maxPercent,
                minHealth,
                Set.of());
    }

    /** One endpoint a weight, at 10.0.0.1 and so on. */
    static List<Endpoint> weighing(ClusterCalls calls, int... weights) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            endpoints.add(endpoint(calls, i + 1, weights[i], 0));
        }
        return endpoints;
    }

    static Endpoint endpoint(ClusterCalls calls, int number, int weight, int priority) {
        String address = "10.0.0." + number;
        return new Endpoint(
                new InetSocketAddress(address, 80),
                new EndpointSpec(address, 80, weight, Map.of(), "", priority),
                Protocol.HTTP1,
                calls,
                CLIENT,
                null);
    }

    static List<Endpoint> even(int count) {
        int[] weights = new int[count];
        java.util.Arrays.fill(weights, 1);
        return weighing(new ClusterCalls("test", TrafficPolicySpec.DEFAULT), weights);
    }

    static LoadBalancer.Pick pick(Map<String, String> headers, String query) {
        return new LoadBalancer.Pick(new Request(headers, query), new InetSocketAddress("192.0.2.7", 40000), List.of());
    }

    static LoadBalancer.Pick anything() {
        return pick(Map.of(), "");
    }

    private record Request(Map<String, String> headers, String query) implements RequestView {
        @Override
        public ListenerKey listener() {
            return null;
        }

        @Override
        public int localPort() {
            return 80;
        }

        @Override
        public String sni() {
            return null;
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String scheme() {
            return "http";
        }

        @Override
        public String authority() {
            return "app.example.com";
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public String header(String name) {
            return headers.get(name);
        }
    }
}
