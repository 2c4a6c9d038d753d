package io.gatehouse.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code trafficPolicy.tls}: TLS to the upstream.
 *
 * @param mode {@link Mode#DISABLE} when absent
 * @param clientCertificate path of a PEM file
 * @param privateKey path of a PEM file
 * @param caCertificates path of a PEM file; the system's authorities when absent
 * @param caCrl path of a PEM file
 * @param credentialName Secret with certificate, key and authorities
 * @param sni from the request's Host when absent
 * @param insecureSkipVerify default false
 */
public record ClientTls(
        @Nullable Mode mode,
        @Nullable String clientCertificate,
        @Nullable String privateKey,
        @Nullable String caCertificates,
        @Nullable String caCrl,
        @Nullable String credentialName,
        List<String> subjectAltNames,
        @Nullable String sni,
        @Nullable Boolean insecureSkipVerify) {

    /** What TLS is spoken to the upstream. */
    public enum Mode {
        DISABLE,
        SIMPLE,
        MUTUAL,
        ISTIO_MUTUAL
    }

    public ClientTls {
        subjectAltNames = List.copyOf(subjectAltNames);
    }

    /** The mode, with Istio's default. */
    public Mode effectiveMode() {
        return mode == null ? Mode.DISABLE : mode;
    }
}
