package io.gatehouse.upstream;

import io.gatehouse.route.ClusterSpec.Protocol;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.transport.HttpDestination;

/**
 * One address of a cluster, with its connections and its count of requests in flight. It lives as long as the cluster
 * names it, and then until its last request ends.
 */
public final class Endpoint {
    /** A request may have been given this endpoint just before it retired. */
    private static final long LINGER_MILLIS = 1000;

    /** Keeps connections of endpoints apart that share an address, of other clusters or retired. */
    private static final AtomicLong TAGS = new AtomicLong();

    private final InetSocketAddress address;
    private final String name;
    private final int weight;
    private final Protocol protocol;
    private final HttpClient client;
    private final HttpDestination destination;
    private final URI uri;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicBoolean removed = new AtomicBoolean();
    private volatile boolean retired;

    private Endpoint(
            InetSocketAddress address, int weight, Protocol protocol, HttpClient client, HttpDestination destination) {
        String host = destination.getOrigin().getAddress().getHost();
        this.address = address;
        this.name = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
        this.weight = weight;
        this.protocol = protocol;
        this.client = client;
        this.destination = destination;
        this.uri = URI.create("http://" + name);
    }

    /**
     * An endpoint with connections of its own.
     *
     * @param address resolved
     */
    static Endpoint create(HttpClient client, InetSocketAddress address, int weight, Protocol protocol) {
        Origin.Protocol spoken = new Origin.Protocol(List.of(protocol == Protocol.HTTP2 ? "h2c" : "http/1.1"), false);
        Origin origin = new Origin(
                "http",
                new Origin.Address(address.getAddress().getHostAddress(), address.getPort()),
                TAGS.incrementAndGet(),
                spoken);
        return new Endpoint(address, weight, protocol, client, (HttpDestination) client.resolveDestination(origin));
    }

    /** Where it is. */
    public InetSocketAddress address() {
        return address;
    }

    /** {@code host:port}, with the IP address, as the access log has it. */
    public String name() {
        return name;
    }

    /** Its share of the traffic. */
    public int weight() {
        return weight;
    }

    /** What it speaks. */
    public Protocol protocol() {
        return protocol;
    }

    /** {@code http://host:port}. */
    public URI uri() {
        return uri;
    }

    /** The client that the destination belongs to. */
    public HttpClient client() {
        return client;
    }

    /** Its connections, to send requests on. */
    public HttpDestination destination() {
        return destination;
    }

    /** Requests in flight. */
    public int active() {
        return active.get();
    }

    /** Counts a request that begins. */
    public void begin() {
        active.incrementAndGet();
    }

    /** Counts a request that ended, however it did. */
    public void end() {
        if (active.decrementAndGet() == 0 && retired) {
            removeLater();
        }
    }

    /** Takes no new requests; connections close when the last one ends. */
    void retire() {
        retired = true;
        removeLater();
    }

    private void removeLater() {
        client.getScheduler().schedule(this::removeIfUnused, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void removeIfUnused() {
        if (active.get() == 0 && removed.compareAndSet(false, true)) {
            client.removeDestination(destination);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
