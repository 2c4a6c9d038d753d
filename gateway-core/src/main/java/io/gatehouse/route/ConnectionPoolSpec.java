package io.gatehouse.route;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of a cluster's connections and requests ({@code trafficPolicy.connectionPool}). A number of 0 is no limit.
 *
 * @param maxConnections at one time, of all endpoints; each endpoint may always have one
 * @param maxPendingRequests that wait for a connection ({@code http1MaxPendingRequests}, of both protocols)
 * @param maxRequests at one time ({@code http2MaxRequests}, of both protocols)
 * @param maxRetries at one time
 * @param maxRequestsPerConnection after which a connection is closed
 * @param maxConcurrentStreams of one HTTP/2 connection, where the upstream does not allow fewer
 * @param connectTimeout 10 s by default, TLS handshake included where ALPN is used
 * @param idleTimeout of a connection without requests; 1 h by default
 * @param tcpIdleTimeout of a TCP route's connection on which nothing moves; 1 h by default, 0 for none
 * @param maxConnectionDuration null for no limit
 * @param keepalive null leaves it off
 * @param useClientProtocol speak HTTP/2 for clients that do, HTTP/1.1 else
 * @param http2Keepalive null sends no PINGs
 */
public record ConnectionPoolSpec(
        int maxConnections,
        int maxPendingRequests,
        int maxRequests,
        int maxRetries,
        int maxRequestsPerConnection,
        int maxConcurrentStreams,
        Duration connectTimeout,
        Duration idleTimeout,
        Duration tcpIdleTimeout,
        @Nullable Duration maxConnectionDuration,
        @Nullable Keepalive keepalive,
        boolean useClientProtocol,
        @Nullable Http2Keepalive http2Keepalive) {
    /** Istio's defaults. */
    public static final ConnectionPoolSpec DEFAULT = new ConnectionPoolSpec(
            0,
            0,
            0,
            0,
            0,
            0,
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            Duration.ofHours(1),
            null,
            null,
            false,
            null);

    /** These limits with another time to connect. */
    public ConnectionPoolSpec withConnectTimeout(Duration other) {
        return new ConnectionPoolSpec(
                maxConnections,
                maxPendingRequests,
                maxRequests,
                maxRetries,
                maxRequestsPerConnection,
                maxConcurrentStreams,
                other,
                idleTimeout,
                tcpIdleTimeout,
                maxConnectionDuration,
                keepalive,
                useClientProtocol,
                http2Keepalive);
    }

    /**
     * {@code tcpKeepalive}; null leaves a value to the operating system.
     *
     * @param probes without an answer, after which a connection is dead
     * @param time of idleness before the first probe
     * @param interval between probes
     */
    public record Keepalive(
            @Nullable Integer probes,
            @Nullable Duration time,
            @Nullable Duration interval) {}

    /**
     * {@code http2KeepAlive}: PINGs on HTTP/2 connections.
     *
     * @param interval between the answer to one and the next
     * @param timeout after which a connection without an answer is closed
     */
    public record Http2Keepalive(Duration interval, Duration timeout) {}
}
