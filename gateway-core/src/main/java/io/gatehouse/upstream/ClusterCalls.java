package io.gatehouse.upstream;

import io.gatehouse.route.ConnectionPoolSpec;
import io.gatehouse.route.OutlierSpec;
import io.gatehouse.route.TrafficPolicySpec;
import io.gatehouse.route.UpstreamTlsSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the endpoints of a cluster share: limits, TLS and the judgement of failures. It goes with its policy. */
final class ClusterCalls {
    private final TrafficPolicySpec policy;
    private final Limits limits;
    private final Tally tally;
    private final @Nullable UpstreamTls tls;
    private final @Nullable OutlierDetector outliers;

    ClusterCalls(String cluster, TrafficPolicySpec policy) {
        this(cluster, policy, new Tally());
    }

    /**
     * Calls of a cluster.
     *
     * @param tally of the cluster, which may have counted under another policy before
     */
    ClusterCalls(String cluster, TrafficPolicySpec policy, Tally tally) {
        this.policy = policy;
        this.tally = tally;
        this.limits = new Limits(policy, tally);
        UpstreamTlsSpec secure = policy.tls();
        this.tls = secure == null ? null : new UpstreamTls(secure);
        OutlierSpec outlier = policy.outlier();
        this.outliers = outlier == null ? null : new OutlierDetector(cluster, outlier, tally);
    }

    private ClusterCalls(
            TrafficPolicySpec policy,
            Tally tally,
            Limits limits,
            @Nullable UpstreamTls tls,
            @Nullable OutlierDetector outliers) {
        this.policy = policy;
        this.tally = tally;
        this.limits = limits;
        this.tls = tls;
        this.outliers = outliers;
    }

    /** The same calls, for a part of the cluster whose endpoints are judged apart. */
    ClusterCalls forMember(String cluster) {
        OutlierSpec outlier = policy.outlier();
        OutlierDetector own = outlier == null ? null : new OutlierDetector(cluster, outlier, tally);
        return new ClusterCalls(policy.withoutHealthCheck(), tally, limits, tls, own);
    }

    /** The same way of calling, without limits and judgement, for health checks. */
    ClusterCalls forChecks(Duration timeout) {
        TrafficPolicySpec plain = policy.withOnly(ConnectionPoolSpec.DEFAULT.withConnectTimeout(timeout));
        Tally own = new Tally();
        return new ClusterCalls(plain, own, new Limits(plain, own), tls, null);
    }

    TrafficPolicySpec policy() {
        return policy;
    }

    Limits limits() {
        return limits;
    }

    Tally tally() {
        return tally;
    }

    @Nullable
    UpstreamTls tls() {
        return tls;
    }

    @Nullable
    OutlierDetector outliers() {
        return outliers;
    }

    /** Looks for changed certificate files. */
    void refresh() {
        if (tls != null) {
            tls.refresh();
        }
    }
}
