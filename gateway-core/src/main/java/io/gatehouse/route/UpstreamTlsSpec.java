package io.gatehouse.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS to a cluster's endpoints ({@code trafficPolicy.tls} of mode SIMPLE or MUTUAL).
 *
 * @param identity the certificate that the gateway shows; null for none
 * @param ca the authorities that may have signed the endpoints' certificates; null for the system's
 * @param crl revocations; null for none
 * @param subjectAltNames one of which an endpoint's certificate must have; empty for the server name
 * @param sni the server name; null for the request's Host
 * @param insecureSkipVerify believe any certificate
 */
public record UpstreamTlsSpec(
        @Nullable CertificateSource identity,
        @Nullable CertificateSource ca,
        @Nullable CertificateSource crl,
        List<String> subjectAltNames,
        @Nullable String sni,
        boolean insecureSkipVerify) {
    public UpstreamTlsSpec {
        subjectAltNames = List.copyOf(subjectAltNames);
    }
}
