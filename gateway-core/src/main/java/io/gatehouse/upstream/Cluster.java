package io.gatehouse.upstream;

import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.ClusterSpec.Resolution;
import io.gatehouse.route.EndpointSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.util.HostPort;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live side of a {@link ClusterSpec}: its endpoints at this moment, and the policy that picks among them. Endpoints
 * that stay keep their connections and counters when others come or go.
 */
public final class Cluster {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private final ClusterSpec spec;
    private final HttpClient client;
    private final Resolver resolver;
    private final LoadBalancer loadBalancer;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Map<String, List<InetAddress>> lastGood = new LinkedHashMap<>();
    private volatile List<Endpoint> endpoints = List.of();
    private boolean retired;

    Cluster(ClusterSpec spec, HttpClient client, Resolver resolver) {
        this.spec = spec;
        this.client = client;
        this.resolver = resolver;
        this.loadBalancer = new RoundRobin();
    }

    /** What it was made from. */
    public ClusterSpec spec() {
        return spec;
    }

    /** The endpoints at this moment. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Completes once the names of the cluster were looked up for the first time, found or not. */
    public CompletableFuture<Void> ready() {
        return ready;
    }

    /** An endpoint for a request; null when there is none (503, {@code no healthy upstream}). */
    public @Nullable Endpoint pick(LoadBalancer.Pick pick) {
        List<Endpoint> now = endpoints;
        if (now.isEmpty()) {
            return null;
        }
        return now.size() == 1 ? now.get(0) : loadBalancer.pick(now, pick);
    }

    /** Whether names must be looked up again from time to time. */
    boolean isRefreshed() {
        return spec.resolution() != Resolution.STATIC;
    }

    /** Looks up what must be looked up; the last good addresses of a name stay when it can't be found any more. */
    void resolve() {
        List<CompletableFuture<Void>> lookUps = new ArrayList<>();
        for (EndpointSpec endpoint : spec.endpoints()) {
            String host = endpoint.address();
            InetAddress literal = literal(host);
            if (literal != null) {
                keep(host, List.of(literal));
            } else if (!host.startsWith("unix:")) {
                lookUps.add(resolver.resolve(host).handle((found, failure) -> {
                    keepOrWarn(host, found, failure);
                    return null;
                }));
            }
        }
        if (lookUps.isEmpty()) {
            update();
            ready.complete(null);
            return;
        }
        CompletableFuture.allOf(lookUps.toArray(CompletableFuture[]::new)).whenComplete((done, failure) -> {
            update();
            ready.complete(null);
        });
    }

    private void keepOrWarn(String host, @Nullable List<InetAddress> found, @Nullable Throwable failure) {
        if (found != null) {
            keep(host, found);
        } else {
            LOG.warn("No address for a destination: cluster={} host={} problem={}", spec.name(), host, root(failure));
        }
    }

    private static @Nullable String root(@Nullable Throwable failure) {
        Throwable at = failure;
        while (at != null && at.getCause() != null) {
            at = at.getCause();
        }
        return at == null ? null : at.toString();
    }

    private synchronized void keep(String host, List<InetAddress> addresses) {
        boolean first = spec.resolution() == Resolution.DNS_ROUND_ROBIN;
        lastGood.put(host, first ? addresses.subList(0, 1) : addresses);
    }

    private synchronized void update() {
        if (retired) {
            return;
        }
        Map<InetSocketAddress, Endpoint> before = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> before.put(endpoint.address(), endpoint));
        Map<InetSocketAddress, Endpoint> after = new LinkedHashMap<>();
        for (EndpointSpec endpoint : spec.endpoints()) {
            for (InetAddress address : lastGood.getOrDefault(endpoint.address(), List.of())) {
                InetSocketAddress socket = new InetSocketAddress(address, endpoint.port());
                Endpoint known = before.remove(socket);
                if (known == null || known.weight() != endpoint.weight()) {
                    known = Endpoint.create(client, socket, endpoint.weight(), spec.protocol());
                }
                after.putIfAbsent(socket, known);
            }
        }
        endpoints = List.copyOf(after.values());
        before.values().forEach(Endpoint::retire);
    }

    synchronized void retire() {
        retired = true;
        endpoints.forEach(Endpoint::retire);
        ready.complete(null);
    }

    /** Takes over the endpoints that an older form of this cluster has in common with it. */
    void inherit(Cluster older) {
        List<Endpoint> inherited = older.handOver();
        if (older.spec.protocol() == spec.protocol()) {
            endpoints = inherited;
        } else {
            inherited.forEach(Endpoint::retire);
        }
    }

    private synchronized List<Endpoint> handOver() {
        retired = true;
        return endpoints;
    }

    private static @Nullable InetAddress literal(String host) {
        String bare = HostPort.normalizeHost(host);
        boolean address = host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        if (!address) {
            return null;
        }
        try {
            return InetAddress.getByName(bare);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
