package io.gatehouse.resource;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code trafficPolicy.connectionPool}. */
public record ConnectionPoolSettings(
        @Nullable Tcp tcp, @Nullable Http http) {

    /**
     * {@code tcp}.
     *
     * @param maxConnections unlimited when absent or 0
     * @param connectTimeout 10 s when absent
     * @param idleTimeout 1 h when absent, off when 0
     * @param maxConnectionDuration none when absent
     */
    public record Tcp(
            @Nullable Integer maxConnections,
            @Nullable Duration connectTimeout,
            @Nullable TcpKeepalive tcpKeepalive,
            @Nullable Duration maxConnectionDuration,
            @Nullable Duration idleTimeout) {}

    /** {@code tcpKeepalive}; the operating system's values when absent. */
    public record TcpKeepalive(
            @Nullable Long probes,
            @Nullable Duration time,
            @Nullable Duration interval) {}

    /**
     * {@code http}.
     *
     * @param http1MaxPendingRequests of both protocols; unlimited when absent or 0
     * @param http2MaxRequests of both protocols; unlimited when absent or 0
     * @param maxRequestsPerConnection unlimited when absent or 0; 1 means no keep-alive
     * @param maxRetries at one time; unlimited when absent or 0
     * @param idleTimeout 1 h when absent
     * @param useClientProtocol default false
     */
    public record Http(
            @Nullable Integer http1MaxPendingRequests,
            @Nullable Integer http2MaxRequests,
            @Nullable Integer maxRequestsPerConnection,
            @Nullable Integer maxRetries,
            @Nullable Duration idleTimeout,
            @Nullable H2UpgradePolicy h2UpgradePolicy,
            boolean useClientProtocol,
            @Nullable Integer maxConcurrentStreams,
            @Nullable Http2KeepAlive http2KeepAlive) {}

    /** Whether an HTTP/1.1 port is called over HTTP/2. */
    public enum H2UpgradePolicy {
        DEFAULT,
        DO_NOT_UPGRADE,
        UPGRADE
    }

    /** {@code http2KeepAlive}: PINGs. */
    public record Http2KeepAlive(
            @Nullable Duration interval, @Nullable Duration timeout) {}
}
