package io.gatehouse.route;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the whole gateway (the parts of Istio's MeshConfig that touch an ingress, and the launcher's options).
 *
 * @param serverHeader value of the {@code server} response header; {@code envoy} by default; null passes an
 *     upstream's through, and the gateway's own answers have none ({@code proxyHeaders.server.disabled})
 * @param normalization how paths are normalised before matching
 * @param trustedProxies {@code numTrustedProxies}: how many proxies in front may be believed; 0 by default
 * @param forwardClientCert {@code forwardClientCertDetails}
 * @param proxyProtocol {@code gatewayTopology.proxyProtocol}: whether connections begin with a PROXY header; false by
 *     default
 */
public record MeshSpec(
        @Nullable String serverHeader,
        PathNormalization normalization,
        int trustedProxies,
        ClientCertForwarding forwardClientCert,
        boolean proxyProtocol) {
    /** Istio's defaults at a gateway. */
    public static final MeshSpec DEFAULT =
            new MeshSpec("envoy", PathNormalization.BASE, 0, ClientCertForwarding.SANITIZE_SET, false);

    /** {@code pathNormalization.normalization}. */
    public enum PathNormalization {
        NONE,
        BASE,
        MERGE_SLASHES,
        DECODE_AND_MERGE_SLASHES
    }

    /** {@code forwardClientCertDetails}: what becomes of {@code x-forwarded-client-cert}. */
    public enum ClientCertForwarding {
        SANITIZE,
        FORWARD_ONLY,
        APPEND_FORWARD,
        SANITIZE_SET,
        ALWAYS_FORWARD_ONLY
    }
}
