package io.gatehouse.upstream;

import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.route.ConnectionPoolSpec;
import io.gatehouse.upstream.connection.Http1Pool;
import io.gatehouse.upstream.connection.Http1Settings;
import java.net.InetSocketAddress;
import org.eclipse.jetty.client.HttpClient;

/** Plain HTTP/1.1 connections to an endpoint, without Jetty's client: what most requests go by. */
final class DirectConnections implements Connections {
    private final Limits limits;
    private final Http1Pool pool;

    DirectConnections(Endpoint endpoint, ClusterCalls calls, UpstreamClient client) {
        this.limits = calls.limits();
        HttpClient http = client.http();
        this.pool = new Http1Pool(
                client.loops(), http.getScheduler(), http.getByteBufferPool(), settings(endpoint, calls), limits);
        limits.add(this);
    }

    /** Whether an endpoint is talked to in HTTP/1.1 over TCP, with nothing in between. */
    static boolean suit(Endpoint endpoint, ClusterCalls calls, Protocol protocol) {
        return protocol == Protocol.HTTP1
                && endpoint.address() instanceof InetSocketAddress
                && calls.tls() == null
                && calls.policy().proxyProtocol() == null;
    }

    private static Http1Settings settings(Endpoint endpoint, ClusterCalls calls) {
        ConnectionPoolSpec pool = calls.policy().connectionPool();
        return new Http1Settings(
                endpoint.address(),
                () -> Lane.open(endpoint.address(), pool),
                pool.maxConnections() > 0,
                pool.connectTimeout(),
                pool.idleTimeout(),
                UpstreamClient.IDLE_TIMEOUT,
                pool.maxRequestsPerConnection(),
                pool.maxConnectionDuration());
    }

    Http1Pool pool() {
        return pool;
    }

    @Override
    public int connections() {
        return pool.connections();
    }

    @Override
    public int waiting() {
        return pool.waiting();
    }

    void close() {
        pool.close();
        limits.remove(this);
    }
}
