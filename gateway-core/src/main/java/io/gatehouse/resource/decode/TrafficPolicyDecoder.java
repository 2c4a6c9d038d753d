package io.gatehouse.resource.decode;

import io.gatehouse.resource.ClientTls;
import io.gatehouse.resource.ConnectionPoolSettings;
import io.gatehouse.resource.OutlierDetection;
import io.gatehouse.resource.TrafficPolicy;
import java.util.Arrays;
import java.util.List;

/** Reads {@code trafficPolicy}, of a rule, a subset or a port. */
final class TrafficPolicyDecoder {
    private static final long UINT32 = 0xFFFF_FFFFL;

    private TrafficPolicyDecoder() {}

    static TrafficPolicy decode(ObjectReader policy) {
        List<TrafficPolicy.PortTrafficPolicy> ports =
                policy.objects("portLevelSettings", TrafficPolicyDecoder::portPolicy);
        policy.size("portLevelSettings", ports.size(), 0, 4096);
        TrafficPolicy decoded = new TrafficPolicy(
                policy.object("loadBalancer", LoadBalancerDecoder::decode),
                policy.object("connectionPool", TrafficPolicyDecoder::connectionPool),
                policy.object("outlierDetection", TrafficPolicyDecoder::outlierDetection),
                policy.object("tls", TrafficPolicyDecoder::tls),
                ports,
                policy.object("tunnel", TrafficPolicyDecoder::tunnel),
                policy.object(
                        "proxyProtocol",
                        proxy -> new TrafficPolicy.ProxyProtocol(
                                proxy.oneOf("version", TrafficPolicy.ProxyProtocol.Version.class))),
                policy.object("retryBudget", TrafficPolicyDecoder::retryBudget));
        if (!hasAny(policy, "loadBalancer", "connectionPool", "outlierDetection", "tls", "portLevelSettings")
                && !hasAny(policy, "tunnel", "proxyProtocol", "retryBudget")) {
            policy.fail(Codes.MISSING_FIELD, "", "a traffic policy needs at least one field", null);
        }
        return decoded;
    }

    private static boolean hasAny(ObjectReader policy, String... names) {
        return Arrays.stream(names).anyMatch(policy::has);
    }

    private static TrafficPolicy.PortTrafficPolicy portPolicy(ObjectReader policy) {
        policy.require("port");
        if (!hasAny(policy, "loadBalancer", "connectionPool", "outlierDetection", "tls")) {
            policy.fail(Codes.MISSING_FIELD, "", "a port's traffic policy needs at least one field besides port", null);
        }
        Long port = policy.object("port", selector -> {
            Long number = selector.uint32("number");
            return number == null ? Long.valueOf(0) : number;
        });
        return new TrafficPolicy.PortTrafficPolicy(
                port == null ? null : (int) Math.min(port, Integer.MAX_VALUE),
                policy.object("loadBalancer", LoadBalancerDecoder::decode),
                policy.object("connectionPool", TrafficPolicyDecoder::connectionPool),
                policy.object("outlierDetection", TrafficPolicyDecoder::outlierDetection),
                policy.object("tls", TrafficPolicyDecoder::tls));
    }

    private static ConnectionPoolSettings connectionPool(ObjectReader pool) {
        return new ConnectionPoolSettings(
                pool.object("tcp", TrafficPolicyDecoder::tcp), pool.object("http", TrafficPolicyDecoder::http));
    }

    private static ConnectionPoolSettings.Tcp tcp(ObjectReader tcp) {
        return new ConnectionPoolSettings.Tcp(
                tcp.int32("maxConnections"),
                tcp.duration("connectTimeout"),
                tcp.object(
                        "tcpKeepalive",
                        keepalive -> new ConnectionPoolSettings.TcpKeepalive(
                                keepalive.uint32("probes"),
                                keepalive.duration("time"),
                                keepalive.duration("interval"))),
                tcp.duration("maxConnectionDuration"),
                tcp.anyDuration("idleTimeout"));
    }

    private static ConnectionPoolSettings.Http http(ObjectReader http) {
        return new ConnectionPoolSettings.Http(
                http.int32("http1MaxPendingRequests"),
                http.int32("http2MaxRequests"),
                http.int32("maxRequestsPerConnection"),
                http.int32("maxRetries"),
                http.duration("idleTimeout"),
                http.oneOf("h2UpgradePolicy", ConnectionPoolSettings.H2UpgradePolicy.class),
                http.bool("useClientProtocol"),
                http.int32("maxConcurrentStreams"),
                http.object(
                        "http2KeepAlive",
                        keepalive -> new ConnectionPoolSettings.Http2KeepAlive(
                                keepalive.duration("interval"), keepalive.duration("timeout"))));
    }

    private static OutlierDetection outlierDetection(ObjectReader outlier) {
        return new OutlierDetection(
                outlier.int32("consecutiveErrors"),
                outlier.bool("splitExternalLocalOriginErrors"),
                outlier.nullableUint32("consecutiveLocalOriginFailures"),
                outlier.nullableUint32("consecutiveGatewayErrors"),
                outlier.nullableUint32("consecutive5xxErrors"),
                outlier.duration("interval"),
                outlier.duration("baseEjectionTime"),
                outlier.int32("maxEjectionPercent"),
                outlier.int32("minHealthPercent"),
                outlier.integers("outlierDetectionHttpErrorCodes", 100, 599));
    }

    private static ClientTls tls(ObjectReader tls) {
        return new ClientTls(
                tls.oneOf("mode", ClientTls.Mode.class),
                tls.string("clientCertificate"),
                tls.string("privateKey"),
                tls.string("caCertificates"),
                tls.string("caCrl"),
                tls.string("credentialName"),
                tls.strings("subjectAltNames"),
                tls.string("sni"),
                tls.nullableBool("insecureSkipVerify"));
    }

    private static TrafficPolicy.Tunnel tunnel(ObjectReader tunnel) {
        tunnel.require("targetPort");
        Long port = tunnel.uint32("targetPort");
        return new TrafficPolicy.Tunnel(
                tunnel.string("protocol"),
                tunnel.requiredString("targetHost"),
                port == null ? 0 : (int) Math.min(port, Integer.MAX_VALUE));
    }

    private static TrafficPolicy.RetryBudget retryBudget(ObjectReader budget) {
        return new TrafficPolicy.RetryBudget(
                budget.number("percent", true, 0, 100),
                budget.integer("minRetryConcurrency", false, 0, UINT32),
                budget.anyDuration("budgetInterval"));
    }
}
