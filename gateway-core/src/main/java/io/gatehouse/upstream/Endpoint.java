package io.gatehouse.upstream;

import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.route.EndpointSpec;
import io.gatehouse.route.TrafficPolicySpec.ProxyProtocolVersion;
import io.gatehouse.route.TunnelSpec;
import io.gatehouse.upstream.HealthChecks.Verdict;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * One address of a cluster, with its connections and its count of requests in flight. It lives as long as the cluster
 * names it, and then until its last request ends.
 */
public final class Endpoint {
    /** A request may have been given this endpoint just before it retired. */
    private static final long LINGER_MILLIS = 1000;

    /** Envoy's outlier detection counts a TCP connection as this status. */
    private static final int CONNECTED = 200;

    private static final URI ANYWHERE = URI.create("http://localhost");

    private final SocketAddress address;
    private final String name;
    private final Protocol protocol;
    private final ClusterCalls calls;
    private final UpstreamClient client;
    private final Lanes lanes;
    private final long createdNanoTime;
    private final Health health;
    private final AtomicInteger active = new AtomicInteger();
    private final Tally tally;
    private final AtomicBoolean removed = new AtomicBoolean();
    private volatile EndpointSpec spec;
    private volatile CheckHistory checks;
    private volatile boolean retired;

    /**
     * An endpoint with connections of its own.
     *
     * @param address resolved
     * @param former an endpoint at the same address under another policy, whose past it takes over; null for none
     */
    Endpoint(
            SocketAddress address,
            EndpointSpec spec,
            Protocol protocol,
            ClusterCalls calls,
            UpstreamClient client,
            @Nullable Endpoint former) {
        this.createdNanoTime = former == null ? System.nanoTime() : former.createdNanoTime;
        this.health = former == null || calls.outliers() == null ? new Health() : former.health;
        this.tally = former == null ? new Tally() : former.tally;
        this.checks = former == null || calls.policy().healthCheck() == null ? CheckHistory.NONE : former.checks;
        this.address = address;
        this.name = name(address);
        this.spec = spec;
        this.protocol = protocol;
        this.calls = calls;
        this.client = client;
        this.lanes = new Lanes(this, calls, client);
    }

    private static String name(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return "unix://" + address;
        }
        String host = inet.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
    }

    /** Where it is: an IP address and port, or a unix socket. */
    public SocketAddress address() {
        return address;
    }

    /** {@code host:port}, with the IP address, as the access log has it. */
    public String name() {
        return name;
    }

    /** Its share of the traffic. */
    public int weight() {
        return spec.weight();
    }

    /** 0 is used first; others when too few of those before are healthy. */
    public int priority() {
        return spec.priority();
    }

    /** Takes over another share; true when it is another. */
    boolean share(EndpointSpec changed) {
        boolean other = changed.weight() != spec.weight() || changed.priority() != spec.priority();
        spec = changed;
        return other;
    }

    /** What it speaks, unless its cluster's policy leaves that to the client. */
    public Protocol protocol() {
        return protocol;
    }

    /** A URI for Jetty's requests, which need one; it is not where they go. */
    public URI uri() {
        return ANYWHERE;
    }

    Origin.Address origin() {
        return address instanceof InetSocketAddress inet
                ? new Origin.Address(inet.getAddress().getHostAddress(), inet.getPort())
                : new Origin.Address("localhost", 1);
    }

    /** The client that the connections belong to. */
    public HttpClient client() {
        return client.http();
    }

    /** The connections that a request may use. */
    public Lane lane(Caller caller) {
        return lanes.of(caller);
    }

    /** A channel for a connection that is opened without the client, with the cluster's socket settings. */
    public SocketChannel openChannel() throws IOException {
        return Lane.open(address, calls.policy().connectionPool());
    }

    /** How long a TCP route's connection may be idle; zero for as long as it likes. */
    public Duration tcpIdleTimeout() {
        return calls.policy().connectionPool().tcpIdleTimeout();
    }

    /** How long it may take to connect. */
    public Duration connectTimeout() {
        return calls.policy().connectionPool().connectTimeout();
    }

    /** How long a TCP route's connection may live in all; null for as long as it likes. */
    public @Nullable Duration maxConnectionDuration() {
        return calls.policy().connectionPool().maxConnectionDuration();
    }

    /**
     * The gateway's side of TLS, for a connection that is opened without the client. No request tells a server name, so
     * without {@code tls.sni} there is none.
     *
     * @return null where the cluster speaks plain text
     * @throws ConnectException while there are no usable certificates
     */
    public @Nullable SSLEngine newTlsEngine() throws ConnectException {
        UpstreamTls tls = calls.tls();
        return tls == null ? null : tls.usable().newEngine(tls.spec().sni());
    }

    /** The request that carries a TCP route's connection through the endpoint, a proxy; null where it is the end. */
    public @Nullable TunnelSpec tunnel() {
        return calls.policy().tunnel();
    }

    /** The PROXY header, for a connection that is opened without the client; null for none. */
    public @Nullable ByteBuffer proxyHeader(SocketAddress peer, SocketAddress local) {
        ProxyProtocolVersion version = calls.policy().proxyProtocol();
        return version == null ? null : ProxyHeader.of(version, peer, local);
    }

    /** The PROXY header that connections begin with; null for none. */
    public @Nullable ProxyProtocolVersion proxyProtocol() {
        return calls.policy().proxyProtocol();
    }

    Health health() {
        return health;
    }

    long createdNanoTime() {
        return createdNanoTime;
    }

    /** Requests in flight. */
    public int active() {
        return active.get();
    }

    /** Requests so far. */
    public long requests() {
        return tally.requests.sum();
    }

    /** Requests so far that had been tried before. */
    public long retries() {
        return tally.retries.sum();
    }

    /** Requests so far that it did not answer, or not to the end. */
    public long failures() {
        return tally.failures.sum();
    }

    /** Answers so far that broke off, before their head or after it. */
    public long resets() {
        return tally.resets.sum();
    }

    /** Requests so far that took too long. */
    public long timeouts() {
        return tally.timeouts.sum();
    }

    /** Whether it is left out at this moment for its failures. */
    public boolean isEjected() {
        return health.isEjected(System.nanoTime());
    }

    /** Whether it is left out at this moment because it fails its health checks. */
    public boolean isUnhealthy() {
        return checks.verdict() == Verdict.UNWELL;
    }

    Verdict verdict() {
        return checks.verdict();
    }

    /** Checks are judged one at a time. */
    void judged(Verdict now) {
        checks = checks.judged(now, Instant.now());
    }

    /** How well it is at this moment, and why. */
    public EndpointHealth condition() {
        return new EndpointHealth(checks.told(), health.ejection(System.nanoTime()));
    }

    /** Health checks that it failed so far. */
    public long failedChecks() {
        return tally.failedChecks.sum();
    }

    void failedCheck(String problem) {
        tally.failedChecks.increment();
        checks = checks.failed(problem, Instant.now());
    }

    boolean isLeftOut(long now) {
        return isUnhealthy() || health.isEjected(now);
    }

    /** Connections of their own for health checks. */
    Lane checkLane(ClusterCalls checks, String host) {
        UpstreamTls tls = checks.tls();
        String serverName = tls == null
                ? null
                : tls.spec().sni() == null ? host : tls.spec().sni();
        return new Lane(
                this,
                checks,
                protocol,
                serverName,
                ProxyTags.ofNobody(checks.policy().proxyProtocol()),
                client,
                false);
    }

    /** Counts a request that begins; false when the cluster has too many. */
    public boolean tryBegin() {
        if (!calls.limits().tryRequest()) {
            return false;
        }
        active.incrementAndGet();
        tally.requests.increment();
        calls.tally().requests.increment();
        return true;
    }

    /** Counts a request that ended, however it did. */
    public void end() {
        calls.limits().endRequest();
        ended();
    }

    /** Counts a TCP connection that begins; false when the cluster has too many. */
    public boolean tryConnect() {
        if (!calls.limits().tryTunnel()) {
            return false;
        }
        active.incrementAndGet();
        tally.requests.increment();
        calls.tally().requests.increment();
        return true;
    }

    /** Counts a TCP connection that ended. */
    public void disconnected() {
        calls.limits().endTunnel();
        ended();
    }

    private void ended() {
        if (active.decrementAndGet() == 0 && retired) {
            removeLater();
        }
    }

    /** Counts a request that was tried before. */
    public void retried() {
        tally.retries.increment();
        calls.tally().retries.increment();
    }

    /** It answered. */
    public void answered(int status, HttpFields fields) {
        OutlierDetector outliers = calls.outliers();
        if (outliers != null) {
            outliers.answered(this, status, fields);
        }
    }

    /** It sent an answer to its end. */
    public void completed() {
        OutlierDetector outliers = calls.outliers();
        if (outliers != null) {
            outliers.completed(this);
        }
    }

    /** A TCP connection to it was opened. */
    public void connected() {
        answered(CONNECTED, HttpFields.EMPTY);
        completed();
    }

    /** It could not be reached. */
    public void failed() {
        tally.failures.increment();
        calls.tally().failures.increment();
        OutlierDetector outliers = calls.outliers();
        if (outliers != null) {
            outliers.failed(this);
        }
    }

    /** It did not answer in time. */
    public void timedOut() {
        tally.timeouts.increment();
        calls.tally().timeouts.increment();
        failed();
    }

    /** It broke off before it answered. */
    public void reset() {
        tally.resets.increment();
        calls.tally().resets.increment();
        failed();
    }

    /** It broke off in the middle of an answer. */
    public void brokeOff() {
        tally.resets.increment();
        calls.tally().resets.increment();
        tally.failures.increment();
        calls.tally().failures.increment();
        OutlierDetector outliers = calls.outliers();
        if (outliers != null) {
            outliers.brokeOff(this);
        }
    }

    /** Takes no new requests; connections close when the last one ends. */
    void retire() {
        retired = true;
        removeLater();
    }

    private void removeLater() {
        client.http().getScheduler().schedule(this::removeIfUnused, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void removeIfUnused() {
        if (active.get() == 0 && removed.compareAndSet(false, true)) {
            lanes.all().forEach(lane -> lane.close(client));
        }
    }

    /** Removes one lane when nothing goes on there any more. */
    void removeLater(Lane lane) {
        client.http().getScheduler().schedule(() -> removeIfIdle(lane), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void removeIfIdle(Lane lane) {
        if (lane.isIdle()) {
            lane.close(client);
        } else if (!removed.get()) {
            removeLater(lane);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
