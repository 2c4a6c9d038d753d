package io.gatehouse.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a server terminates TLS ({@code Gateway.servers[].tls}).
 *
 * @param mode SIMPLE, MUTUAL or OPTIONAL_MUTUAL
 * @param certificates one or two key pairs (RSA and ECDSA); a missing one keeps the server's hosts from being served
 * @param clientCa where the client's CA certificates come from; null when no client certificate is asked for
 * @param clientCrl certificate revocation list for client certificates
 * @param subjectAltNames allowed SANs of a client certificate; empty allows all
 * @param spkiPins base64 SHA-256 of the client's SubjectPublicKeyInfo; empty allows all
 * @param certificateHashes lower-case hex SHA-256 of the client's certificate, without colons; empty allows all; a
 *     match of either pins or hashes suffices
 * @param minVersion lowest protocol version; TLSv1.2 by default
 * @param maxVersion highest protocol version; TLSv1.3 by default
 * @param cipherSuites OpenSSL names as the user wrote them; empty means the defaults
 * @param insecureSkipVerify ask for a client certificate, but let failures through
 */
public record TlsSpec(
        Mode mode,
        List<CertificateSource> certificates,
        @Nullable CertificateSource clientCa,
        @Nullable CertificateSource clientCrl,
        List<String> subjectAltNames,
        List<String> spkiPins,
        List<String> certificateHashes,
        String minVersion,
        String maxVersion,
        List<String> cipherSuites,
        boolean insecureSkipVerify) {
    public TlsSpec {
        certificates = List.copyOf(certificates);
        subjectAltNames = List.copyOf(subjectAltNames);
        spkiPins = List.copyOf(spkiPins);
        certificateHashes = List.copyOf(certificateHashes);
        cipherSuites = List.copyOf(cipherSuites);
    }

    /** Whether a client certificate is asked for. */
    public enum Mode {
        SIMPLE,
        MUTUAL,
        OPTIONAL_MUTUAL
    }
}
