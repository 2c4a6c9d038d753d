package io.gatehouse.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.servers[].tls}.
 *
 * @param httpsRedirect answer every request with 301 to https; default false
 * @param mode {@link Mode#PASSTHROUGH} when absent
 * @param serverCertificate path of a PEM file
 * @param privateKey path of a PEM file
 * @param caCertificates path of a PEM file with the authorities of client certificates
 * @param caCrl path of a PEM file with revocations
 * @param credentialName Secret with {@code tls.crt} and {@code tls.key}
 * @param credentialNames one or two such Secrets (RSA and ECDSA)
 * @param caCertCredentialName Secret or ConfigMap with the authorities; wins over those in credentialName
 * @param verifyCertificateSpki base64 of the SHA-256 of allowed client keys
 * @param verifyCertificateHash hex of the SHA-256 of allowed client certificates, colons allowed
 * @param minProtocolVersion TLS 1.2 when absent or automatic
 * @param maxProtocolVersion TLS 1.3 when absent or automatic
 * @param cipherSuites OpenSSL names
 * @param insecureSkipVerify ask for a client certificate but accept any
 */
public record ServerTls(
        boolean httpsRedirect,
        @Nullable Mode mode,
        @Nullable String serverCertificate,
        @Nullable String privateKey,
        @Nullable String caCertificates,
        @Nullable String caCrl,
        @Nullable String credentialName,
        List<String> credentialNames,
        @Nullable String caCertCredentialName,
        List<TlsCertificate> tlsCertificates,
        List<String> subjectAltNames,
        List<String> verifyCertificateSpki,
        List<String> verifyCertificateHash,
        @Nullable ProtocolVersion minProtocolVersion,
        @Nullable ProtocolVersion maxProtocolVersion,
        List<String> cipherSuites,
        @Nullable Boolean insecureSkipVerify) {

    /** What TLS does on the port. */
    public enum Mode {
        PASSTHROUGH,
        SIMPLE,
        MUTUAL,
        AUTO_PASSTHROUGH,
        ISTIO_MUTUAL,
        OPTIONAL_MUTUAL
    }

    /** A TLS version, lowest first after automatic. */
    public enum ProtocolVersion {
        TLS_AUTO,
        TLSV1_0,
        TLSV1_1,
        TLSV1_2,
        TLSV1_3
    }

    /** One of {@code tlsCertificates[]}: paths of PEM files. */
    public record TlsCertificate(
            @Nullable String serverCertificate,
            @Nullable String privateKey,
            @Nullable String caCertificates) {}

    public ServerTls {
        credentialNames = List.copyOf(credentialNames);
        tlsCertificates = List.copyOf(tlsCertificates);
        subjectAltNames = List.copyOf(subjectAltNames);
        verifyCertificateSpki = List.copyOf(verifyCertificateSpki);
        verifyCertificateHash = List.copyOf(verifyCertificateHash);
        cipherSuites = List.copyOf(cipherSuites);
    }

    /** The mode, with Istio's default. */
    public Mode effectiveMode() {
        return mode == null ? Mode.PASSTHROUGH : mode;
    }
}
