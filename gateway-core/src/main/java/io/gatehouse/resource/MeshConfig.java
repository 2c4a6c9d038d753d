package io.gatehouse.resource;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the whole gateway, in the shape of Istio's MeshConfig: a document of kind {@code MeshConfig}, or the key
 * {@code mesh} of a ConfigMap named {@code istio}.
 *
 * @param defaultHttpRetryPolicy of routes without {@code retries}
 * @param pathNormalization {@link PathNormalization#DEFAULT} when absent
 * @param connectTimeout to upstreams, 10 s when absent
 * @param h2UpgradePolicy of destinations without one; DO_NOT_UPGRADE when absent
 * @param defaultConfig {@code defaultConfig}
 */
public record MeshConfig(
        Metadata metadata,
        SourceMap sources,
        @Nullable HttpRetry defaultHttpRetryPolicy,
        @Nullable PathNormalization pathNormalization,
        @Nullable Duration connectTimeout,
        @Nullable H2UpgradePolicy h2UpgradePolicy,
        ProxyConfig defaultConfig)
        implements Resource {

    /** {@code pathNormalization.normalization}: what is done to a path before matching. */
    public enum PathNormalization {
        /** The same as BASE. */
        DEFAULT,
        /** Nothing. */
        NONE,
        /** Dot segments and backslashes (RFC 3986). */
        BASE,
        /** BASE, and repeated slashes become one. */
        MERGE_SLASHES,
        /** First {@code %2F} and {@code %5C} are decoded, then MERGE_SLASHES. */
        DECODE_AND_MERGE_SLASHES
    }

    /** {@code h2UpgradePolicy}. */
    public enum H2UpgradePolicy {
        DO_NOT_UPGRADE,
        UPGRADE
    }

    /**
     * {@code defaultConfig}, as far as it touches a gateway.
     *
     * @param numTrustedProxies {@code gatewayTopology.numTrustedProxies}: proxies in front whose
     *     {@code x-forwarded-for} is believed; 0 when absent
     * @param forwardClientCertDetails {@code gatewayTopology.forwardClientCertDetails}; SANITIZE_SET when absent
     * @param server {@code proxyHeaders.server}
     * @param proxyProtocol whether {@code gatewayTopology.proxyProtocol} is there: connections begin with a PROXY header
     */
    public record ProxyConfig(
            @Nullable Long numTrustedProxies,
            @Nullable ForwardClientCertDetails forwardClientCertDetails,
            @Nullable ServerHeader server,
            boolean proxyProtocol) {
        /** Nothing is set. */
        public static final ProxyConfig NONE = new ProxyConfig(null, null, null, false);
    }

    /** What is done with the header {@code x-forwarded-client-cert}. */
    public enum ForwardClientCertDetails {
        UNDEFINED,
        SANITIZE,
        FORWARD_ONLY,
        APPEND_FORWARD,
        SANITIZE_SET,
        ALWAYS_FORWARD_ONLY
    }

    /**
     * The header {@code server} of responses.
     *
     * @param disabled pass the upstream's through
     * @param value the header's value
     */
    public record ServerHeader(
            @Nullable Boolean disabled, @Nullable String value) {}
}
