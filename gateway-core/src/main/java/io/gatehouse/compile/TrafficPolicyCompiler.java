package io.gatehouse.compile;

import io.gatehouse.resource.ClientTls;
import io.gatehouse.resource.ConnectionPoolSettings;
import io.gatehouse.resource.OutlierDetection;
import io.gatehouse.resource.TrafficPolicy;
import io.gatehouse.route.CertificateSource;
import io.gatehouse.route.ConnectionPoolSpec;
import io.gatehouse.route.HealthCheckSpec;
import io.gatehouse.route.OutlierSpec;
import io.gatehouse.route.RetryBudgetSpec;
import io.gatehouse.route.TrafficPolicySpec;
import io.gatehouse.route.TrafficPolicySpec.ProxyProtocolVersion;
import io.gatehouse.route.TunnelSpec;
import io.gatehouse.route.UpstreamTlsSpec;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills in Istio's defaults of a traffic policy, and finds its certificates. */
final class TrafficPolicyCompiler {
    private static final int DEFAULT_CONSECUTIVE = 5;
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
    private static final Duration DEFAULT_EJECTION = Duration.ofSeconds(30);
    private static final int DEFAULT_MAX_EJECTION_PERCENT = 10;
    private static final double DEFAULT_BUDGET_PERCENT = 20;
    private static final int DEFAULT_BUDGET_CONCURRENCY = 3;

    private final Credentials credentials;
    private final Duration connectTimeout;

    /**
     * A compiler.
     *
     * @param connectTimeout of policies that have none
     */
    TrafficPolicyCompiler(Credentials credentials, Duration connectTimeout) {
        this.credentials = credentials;
        this.connectTimeout = connectTimeout;
    }

    /**
     * Compiles a policy.
     *
     * @param home namespace of its DestinationRule
     * @param names that the service's own resource wants to see in certificates
     * @param check how the rule wants endpoints to be asked; null for not at all
     */
    TrafficPolicySpec compile(TrafficPolicy policy, String home, List<String> names, @Nullable HealthCheckSpec check) {
        TrafficPolicy.ProxyProtocol proxy = policy.proxyProtocol();
        TrafficPolicy.RetryBudget budget = policy.retryBudget();
        TrafficPolicySpec spec = new TrafficPolicySpec(
                LoadBalancings.algorithm(policy.loadBalancer()),
                LoadBalancings.warmup(policy.loadBalancer()),
                pool(policy.connectionPool()),
                policy.outlierDetection() == null ? null : outlier(policy.outlierDetection()),
                tls(policy.tls(), home, names),
                policy.tunnel() == null ? null : tunnel(policy.tunnel()),
                proxy == null ? null : version(proxy),
                budget == null ? null : budget(budget),
                check);
        return spec.equals(TrafficPolicySpec.DEFAULT) ? TrafficPolicySpec.DEFAULT : spec;
    }

    private ConnectionPoolSpec pool(@Nullable ConnectionPoolSettings settings) {
        ConnectionPoolSettings.Tcp tcp = settings == null ? null : settings.tcp();
        ConnectionPoolSettings.Http http = settings == null ? null : settings.http();
        ConnectionPoolSpec defaults = ConnectionPoolSpec.DEFAULT;
        Duration connect = tcp == null ? null : tcp.connectTimeout();
        Duration idle = http == null ? null : http.idleTimeout();
        Duration tcpIdle = tcp == null ? null : tcp.idleTimeout();
        return new ConnectionPoolSpec(
                tcp == null ? 0 : limit(tcp.maxConnections()),
                http == null ? 0 : limit(http.http1MaxPendingRequests()),
                http == null ? 0 : limit(http.http2MaxRequests()),
                http == null ? 0 : limit(http.maxRetries()),
                http == null ? 0 : limit(http.maxRequestsPerConnection()),
                http == null ? 0 : limit(http.maxConcurrentStreams()),
                connect == null ? connectTimeout : connect,
                idle != null ? idle : tcpIdle != null ? tcpIdle : defaults.idleTimeout(),
                tcpIdle == null ? defaults.tcpIdleTimeout() : tcpIdle,
                tcp == null ? null : tcp.maxConnectionDuration(),
                tcp == null ? null : keepalive(tcp.tcpKeepalive()),
                http != null && http.useClientProtocol(),
                http == null ? null : pings(http.http2KeepAlive()));
    }

    private static int limit(@Nullable Integer written) {
        return written == null ? 0 : written;
    }

    private static ConnectionPoolSpec.@Nullable Keepalive keepalive(
            ConnectionPoolSettings.@Nullable TcpKeepalive written) {
        if (written == null) {
            return null;
        }
        Integer probes = written.probes() == null ? null : written.probes().intValue();
        return new ConnectionPoolSpec.Keepalive(probes, written.time(), written.interval());
    }

    private static ConnectionPoolSpec.@Nullable Http2Keepalive pings(
            ConnectionPoolSettings.@Nullable Http2KeepAlive written) {
        Duration interval = written == null ? null : written.interval();
        Duration timeout = written == null ? null : written.timeout();
        return interval == null || timeout == null ? null : new ConnectionPoolSpec.Http2Keepalive(interval, timeout);
    }

    private static OutlierSpec outlier(OutlierDetection written) {
        Duration interval = written.interval();
        Duration ejection = written.baseEjectionTime();
        Integer percent = written.maxEjectionPercent();
        Integer health = written.minHealthPercent();
        return new OutlierSpec(
                count(written.consecutive5xxErrors(), consecutiveErrors(written)),
                count(written.consecutiveGatewayErrors(), 0),
                written.splitExternalLocalOriginErrors(),
                count(written.consecutiveLocalOriginFailures(), DEFAULT_CONSECUTIVE),
                interval == null ? DEFAULT_INTERVAL : interval,
                ejection == null ? DEFAULT_EJECTION : ejection,
                percent == null ? DEFAULT_MAX_EJECTION_PERCENT : percent,
                health == null ? 0 : health,
                new HashSet<>(written.outlierDetectionHttpErrorCodes()));
    }

    private static int consecutiveErrors(OutlierDetection written) {
        return written.consecutiveErrors() == null ? DEFAULT_CONSECUTIVE : written.consecutiveErrors();
    }

    private static int count(@Nullable Long written, int otherwise) {
        return written == null ? otherwise : (int) Math.min(Integer.MAX_VALUE, written);
    }

    private @Nullable UpstreamTlsSpec tls(@Nullable ClientTls written, String home, List<String> names) {
        if (written == null
                || written.effectiveMode() == ClientTls.Mode.DISABLE
                || written.effectiveMode() == ClientTls.Mode.ISTIO_MUTUAL) {
            return null;
        }
        String credential = written.credentialName();
        boolean mutual = written.effectiveMode() == ClientTls.Mode.MUTUAL;
        List<String> wanted = written.subjectAltNames().isEmpty() ? names : written.subjectAltNames();
        boolean skip = Boolean.TRUE.equals(written.insecureSkipVerify());
        return new UpstreamTlsSpec(
                mutual ? identity(written, home) : null,
                credential == null ? file(written.caCertificates()) : ca(credential, home, skip),
                credential == null ? file(written.caCrl()) : credentials.crlOf(credential, home),
                wanted,
                written.sni() == null || written.sni().isEmpty() ? null : written.sni(),
                skip);
    }

    private CertificateSource identity(ClientTls written, String home) {
        return written.credentialName() == null
                ? credentials.files(written.clientCertificate(), written.privateKey())
                : credentials.named(written.credentialName(), home);
    }

    private @Nullable CertificateSource ca(String credential, String home, boolean skip) {
        if (skip) {
            return null;
        }
        String map = "configmap://";
        return credential.startsWith(map)
                ? credentials.ca(credential.substring(map.length()), home)
                : credentials.caOf(credential, home);
    }

    private @Nullable CertificateSource file(@Nullable String path) {
        return path == null || path.isEmpty() ? null : credentials.file(path);
    }

    private static TunnelSpec tunnel(TrafficPolicy.Tunnel written) {
        boolean post = TunnelSpec.Method.POST.name().equals(written.protocol());
        return new TunnelSpec(
                post ? TunnelSpec.Method.POST : TunnelSpec.Method.CONNECT, written.targetHost(), written.targetPort());
    }

    private static ProxyProtocolVersion version(TrafficPolicy.ProxyProtocol written) {
        return written.version() == TrafficPolicy.ProxyProtocol.Version.V2
                ? ProxyProtocolVersion.V2
                : ProxyProtocolVersion.V1;
    }

    private static RetryBudgetSpec budget(TrafficPolicy.RetryBudget written) {
        return new RetryBudgetSpec(
                written.percent() == null ? DEFAULT_BUDGET_PERCENT : written.percent(),
                count(written.minRetryConcurrency(), DEFAULT_BUDGET_CONCURRENCY),
                written.budgetInterval() == null ? Duration.ZERO : written.budgetInterval());
    }
}
