package io.gatehouse.jetty.tls;

import io.gatehouse.route.CertificateSource;
import io.gatehouse.route.TlsSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The PEM files beside the tests, and TLS specs made of them. */
public final class TestMaterial {
    private TestMaterial() {}

    /** The octets of a file. */
    public static byte[] pem(String file) {
        try (InputStream in = TestMaterial.class.getResourceAsStream("/tls/" + file)) {
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** A certificate with its key, as if from a Secret. */
    public static CertificateSource identity(String name) {
        return new CertificateSource.Inline("default/" + name, pem(name + ".crt"), pem(name + ".key"));
    }

    /** CA certificates or a revocation list, as if from a Secret. */
    public static CertificateSource list(String file) {
        return new CertificateSource.Inline("default/" + file, pem(file), null);
    }

    /** SIMPLE TLS with these identities. */
    public static TlsSpec simple(CertificateSource... certificates) {
        return spec(TlsSpec.Mode.SIMPLE, null, null, List.of(), "TLSv1.2", "TLSv1.3", List.of(), certificates);
    }

    /** TLS that asks for certificates of {@code client-ca}. */
    public static TlsSpec clientAuth(TlsSpec.Mode mode) {
        return spec(mode, list("client-ca.pem"), null, List.of(), "TLSv1.2", "TLSv1.3", List.of(), identity("app"));
    }

    /** TLS with the usual things said. */
    public static TlsSpec spec(
            TlsSpec.Mode mode,
            CertificateSource ca,
            CertificateSource crl,
            List<String> names,
            String min,
            String max,
            List<String> suites,
            CertificateSource... certificates) {
        return new TlsSpec(mode, List.of(certificates), ca, crl, names, List.of(), List.of(), min, max, suites, false);
    }
}
