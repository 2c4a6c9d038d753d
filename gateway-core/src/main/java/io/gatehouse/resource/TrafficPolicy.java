package io.gatehouse.resource;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code trafficPolicy} of a DestinationRule or a subset. */
public record TrafficPolicy(
        @Nullable LoadBalancerSettings loadBalancer,
        @Nullable ConnectionPoolSettings connectionPool,
        @Nullable OutlierDetection outlierDetection,
        @Nullable ClientTls tls,
        List<PortTrafficPolicy> portLevelSettings,
        @Nullable Tunnel tunnel,
        @Nullable ProxyProtocol proxyProtocol,
        @Nullable RetryBudget retryBudget) {

    /**
     * {@code portLevelSettings[]}: replaces the policy for one port; nothing is inherited.
     *
     * @param port {@code port.number}
     */
    public record PortTrafficPolicy(
            @Nullable Integer port,
            @Nullable LoadBalancerSettings loadBalancer,
            @Nullable ConnectionPoolSettings connectionPool,
            @Nullable OutlierDetection outlierDetection,
            @Nullable ClientTls tls) {}

    /**
     * {@code tunnel}: TCP and TLS routes only.
     *
     * @param protocol CONNECT when absent, or POST
     */
    public record Tunnel(@Nullable String protocol, String targetHost, int targetPort) {}

    /** {@code proxyProtocol}; version V1 when absent. */
    public record ProxyProtocol(@Nullable Version version) {
        /** Of the PROXY header. */
        public enum Version {
            V1,
            V2
        }
    }

    /**
     * {@code retryBudget}.
     *
     * @param percent of active requests, 20 when absent
     * @param minRetryConcurrency 3 when absent
     * @param budgetInterval none when absent or 0
     */
    public record RetryBudget(
            @Nullable Double percent,
            @Nullable Long minRetryConcurrency,
            @Nullable Duration budgetInterval) {}

    public TrafficPolicy {
        portLevelSettings = List.copyOf(portLevelSettings);
    }
}
