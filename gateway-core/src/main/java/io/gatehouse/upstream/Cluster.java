package io.gatehouse.upstream;

import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.ClusterSpec.Resolution;
import io.gatehouse.route.EndpointSpec;
import io.gatehouse.route.HealthCheckSpec;
import io.gatehouse.route.LoadBalancing;
import io.gatehouse.route.LoadBalancing.HashKey;
import io.gatehouse.route.RequestView;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
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
    private static final String UNIX = "unix://";

    private final ClusterSpec spec;
    private final UpstreamClient client;
    private final WatchedNames names;
    private final @Nullable ChosenHosts hosts;
    private final Predicate<InetAddress> allowed;
    private ClusterCalls calls;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Map<String, List<InetAddress>> literals = new HashMap<>();
    private final Map<String, WatchedNames.Watch> watches = new HashMap<>();
    /** Endpoints that had another policy, until those that follow them are made. */
    private final Map<SocketAddress, Endpoint> former = new HashMap<>();
    /** Names that could not be found when last looked for: told once, not at every look. */
    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    private volatile List<Endpoint> endpoints = List.of();
    private volatile @Nullable Choice choice;
    private @Nullable HealthChecks checks;
    private volatile boolean opened;
    private boolean retired;

    Cluster(ClusterSpec spec, UpstreamClient client, WatchedNames names) {
        this(spec, client, names, new ClientChosen(DnsSettings.Dynamic.OFF));
    }

    /**
     * A cluster that serves nothing yet.
     *
     * @param chosen where clients may lead it to, with resolution DYNAMIC_DNS
     */
    Cluster(ClusterSpec spec, UpstreamClient client, WatchedNames names, ClientChosen chosen) {
        this.spec = spec;
        this.client = client;
        this.names = names;
        this.calls = new ClusterCalls(spec.name(), spec.policy());
        this.hosts = spec.resolution() == Resolution.DYNAMIC_DNS
                ? new ChosenHosts(spec.host(), name -> member(name, chosen))
                : null;
        this.allowed = address -> true;
        observeOutliers();
    }

    /** The cluster of one name, with the limits of the whole. */
    private Cluster(Cluster whole, ClusterSpec spec, ClientChosen chosen) {
        this.spec = spec;
        this.client = whole.client;
        this.names = whole.names;
        this.calls = whole.calls.forMember(spec.name());
        this.hosts = null;
        this.allowed = chosen::allows;
        observeOutliers();
    }

    private Cluster member(String name, ClientChosen chosen) {
        EndpointSpec port = spec.endpoints().get(0);
        ClusterSpec own = new ClusterSpec(
                spec.name(),
                name,
                spec.port(),
                spec.subset(),
                spec.protocol(),
                Resolution.DNS,
                List.of(new EndpointSpec(name, port.port(), 1, port.labels(), port.locality())),
                null,
                spec.policy().withoutHealthCheck());
        return new Cluster(this, own, chosen);
    }

    /**
     * The cluster that serves a request: itself, unless the request's host decides.
     *
     * @param authority the Host that the upstream sees
     * @return null when the request may not go where it wants to
     */
    public @Nullable Cluster of(String authority) {
        return hosts == null ? this : hosts.find(authority);
    }

    private void observeOutliers() {
        OutlierDetector outliers = calls.outliers();
        if (outliers != null) {
            outliers.observe(() -> endpoints, () -> choice = null);
        }
    }

    /** What it was made from. */
    public ClusterSpec spec() {
        return spec;
    }

    /** The endpoints at this moment. */
    public List<Endpoint> endpoints() {
        return hosts == null ? endpoints : hosts.endpoints();
    }

    /** Completes once the names of the cluster were looked up for the first time, found or not. */
    public CompletableFuture<Void> ready() {
        return ready;
    }

    /** An endpoint for a request; null when there is none (503, {@code no healthy upstream}). */
    public @Nullable Endpoint pick(LoadBalancer.Pick pick) {
        return choice().pick(pick);
    }

    private Choice choice() {
        Choice known = choice;
        long now = System.nanoTime();
        if (known == null || !known.isCurrent(now)) {
            known = Choice.of(endpoints, spec.policy(), panicPercent(), now);
            choice = known;
        }
        return known;
    }

    private int panicPercent() {
        OutlierDetector outliers = calls.outliers();
        HealthCheckSpec check = spec.policy().healthCheck();
        return Math.max(outliers == null ? 0 : outliers.minHealthPercent(), check == null ? 0 : check.panicPercent());
    }

    /**
     * A cookie for a client that has none, where requests are spread by it.
     *
     * @return null when none is wanted
     */
    public @Nullable String newCookie(RequestView view) {
        HashKey.Cookie cookie = madeCookie();
        return cookie == null || HashKeys.cookie(view, cookie.name()) != null
                ? null
                : Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /** The {@code Set-Cookie} field of a cookie from {@link #newCookie}. */
    public String setCookie(String value) {
        HashKey.Cookie cookie = madeCookie();
        if (cookie == null) {
            throw new IllegalStateException("this cluster makes no cookies");
        }
        return HashKeys.setCookie(cookie, value);
    }

    private HashKey.@Nullable Cookie madeCookie() {
        return spec.policy().loadBalancing() instanceof LoadBalancing.ConsistentHash hash
                        && hash.key() instanceof HashKey.Cookie cookie
                        && cookie.ttl() != null
                ? cookie
                : null;
    }

    /** Counts a request that is tried again; false when there are too many at one time. */
    public boolean tryRetry() {
        return calls.limits().tryRetry();
    }

    /** Counts a request that was tried again and has ended. */
    public void endRetry() {
        calls.limits().endRetry();
    }

    /** What is under way at this moment. */
    public ClusterLoad load() {
        Limits limits = calls.limits();
        return new ClusterLoad(
                limits.requests(),
                limits.pending(),
                limits.connections(),
                limits.retries(),
                ClusterLoad.Total.of(calls.tally()));
    }

    void refreshCertificates() {
        calls.refresh();
    }

    /**
     * Begins to serve, with the endpoints that an older form of this cluster has in common with it. Names that are not
     * known yet are looked up.
     */
    void open(@Nullable Cluster older) {
        for (EndpointSpec endpoint : spec.endpoints()) {
            String host = endpoint.address();
            if (hosts != null || host.startsWith(UNIX) || watches.containsKey(host) || literals.containsKey(host)) {
                continue;
            }
            InetAddress literal = literal(host);
            if (literal != null) {
                literals.put(host, List.of(literal));
            } else {
                watches.put(host, names.watch(host, this::onLookUp));
            }
        }
        if (older != null) {
            inherit(older);
        }
        opened = true;
        onLookUp();
    }

    private void onLookUp() {
        if (!opened) {
            return;
        }
        watches.forEach(this::tell);
        update();
        if (watches.values().stream().allMatch(WatchedNames.Watch::isLookedUp)) {
            ready.complete(null);
        }
    }

    private void tell(String host, WatchedNames.Watch watch) {
        Throwable failure = watch.failure();
        if (failure != null && lost.add(host)) {
            LOG.warn("No address for a destination: cluster={} host={} problem={}", spec.name(), host, root(failure));
        } else if (failure == null && watch.isLookedUp() && lost.remove(host)) {
            LOG.info("A destination has addresses again: cluster={} host={}", spec.name(), host);
        }
    }

    private static String root(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at.toString();
    }

    private synchronized void update() {
        if (retired) {
            return;
        }
        Map<SocketAddress, Endpoint> before = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> before.put(endpoint.address(), endpoint));
        Map<SocketAddress, Endpoint> after = new LinkedHashMap<>();
        boolean shared = false;
        for (EndpointSpec endpoint : spec.endpoints()) {
            for (SocketAddress socket : addresses(endpoint)) {
                Endpoint known = before.remove(socket);
                if (known == null) {
                    known = after.get(socket);
                }
                if (known == null) {
                    known = new Endpoint(socket, endpoint, spec.protocol(), calls, client, former.get(socket));
                } else if (!after.containsKey(socket)) {
                    shared |= known.share(endpoint);
                }
                after.putIfAbsent(socket, known);
            }
        }
        List<Endpoint> now = List.copyOf(after.values());
        if (shared || !now.equals(endpoints)) {
            endpoints = now;
            choice = null;
        }
        before.values().forEach(Endpoint::retire);
        check(now);
        if (ready.isDone()) {
            former.clear();
        }
    }

    private List<SocketAddress> addresses(EndpointSpec endpoint) {
        if (endpoint.address().startsWith(UNIX)) {
            return List.of(UnixDomainSocketAddress.of(endpoint.address().substring(UNIX.length())));
        }
        List<SocketAddress> sockets = new ArrayList<>();
        for (InetAddress address : known(endpoint.address())) {
            if (allowed.test(address)) {
                sockets.add(new InetSocketAddress(address, endpoint.port()));
            }
        }
        return sockets;
    }

    private List<InetAddress> known(String host) {
        WatchedNames.Watch watch = watches.get(host);
        if (watch == null) {
            return literals.getOrDefault(host, List.of());
        }
        List<InetAddress> all = watch.addresses();
        return spec.resolution() == Resolution.DNS_ROUND_ROBIN && !all.isEmpty() ? all.subList(0, 1) : all;
    }

    void retire() {
        stop();
        endpoints.forEach(Endpoint::retire);
    }

    /** Looks no names up any more, and asks no endpoints how they are. */
    void stop() {
        HealthChecks going = handOver();
        if (going != null) {
            going.close();
        }
        if (hosts != null) {
            hosts.close();
        }
    }

    private void inherit(Cluster older) {
        HealthChecks going = older.handOver();
        List<Endpoint> inherited = older.endpoints;
        if (older.hosts != null) {
            older.hosts.close();
        }
        if (older.spec.protocol() == spec.protocol() && older.spec.policy().equals(spec.policy())) {
            calls = older.calls;
            checks = going;
            endpoints = inherited;
            observeOutliers();
        } else {
            if (going != null) {
                going.close();
            }
            calls = new ClusterCalls(spec.name(), spec.policy(), older.calls.tally());
            observeOutliers();
            inherited.forEach(endpoint -> {
                former.put(endpoint.address(), endpoint);
                endpoint.retire();
            });
        }
    }

    /** Ends, but for its endpoints and what goes on about them. */
    private synchronized @Nullable HealthChecks handOver() {
        retired = true;
        watches.values().forEach(WatchedNames.Watch::close);
        ready.complete(null);
        HealthChecks going = checks;
        checks = null;
        return going;
    }

    private void check(List<Endpoint> all) {
        HealthCheckSpec wanted = spec.policy().healthCheck();
        if (wanted == null) {
            return;
        }
        HealthChecks known = checks;
        if (known == null) {
            known = new HealthChecks(spec.name(), wanted, calls, client.http());
            checks = known;
        }
        known.observe(() -> choice = null);
        known.follow(all);
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
