package io.gatehouse.route;

import org.jspecify.annotations.Nullable;

/**
 * How a cluster's endpoints are called: a DestinationRule's {@code trafficPolicy} as it is for one port and subset.
 *
 * @param loadBalancing how an endpoint is picked; {@code LEAST_REQUEST} by default
 * @param warmup how new endpoints come in; null gives them their full share at once
 * @param connectionPool limits of connections and requests
 * @param outlier when failing endpoints are left out; null never does
 * @param tls TLS to the endpoints; null speaks plain text
 * @param tunnel the proxy's request that carries connections of TCP and TLS routes; null connects directly
 * @param proxyProtocol the PROXY header that connections begin with; null for none
 * @param retryBudget limits retries by the number of requests; null does not
 * @param healthCheck how endpoints are asked whether they are well; null does not ask
 */
public record TrafficPolicySpec(
        LoadBalancing loadBalancing,
        @Nullable WarmupSpec warmup,
        ConnectionPoolSpec connectionPool,
        @Nullable OutlierSpec outlier,
        @Nullable UpstreamTlsSpec tls,
        @Nullable TunnelSpec tunnel,
        @Nullable ProxyProtocolVersion proxyProtocol,
        @Nullable RetryBudgetSpec retryBudget,
        @Nullable HealthCheckSpec healthCheck) {
    /** Of a service that no DestinationRule speaks of. */
    public static final TrafficPolicySpec DEFAULT = new TrafficPolicySpec(
            LoadBalancing.LeastRequest.INSTANCE, null, ConnectionPoolSpec.DEFAULT, null, null, null, null, null, null);

    /** The same policy, without health checks. */
    public TrafficPolicySpec withoutHealthCheck() {
        return new TrafficPolicySpec(
                loadBalancing, warmup, connectionPool, outlier, tls, tunnel, proxyProtocol, retryBudget, null);
    }

    /** The same policy with other limits of connections, and nothing else that refuses or judges a request. */
    public TrafficPolicySpec withOnly(ConnectionPoolSpec pool) {
        return new TrafficPolicySpec(loadBalancing, null, pool, null, tls, tunnel, proxyProtocol, null, null);
    }

    /** {@code proxyProtocol.version}. */
    public enum ProxyProtocolVersion {
        /** The text form. */
        V1,
        /** The binary form. */
        V2
    }
}
