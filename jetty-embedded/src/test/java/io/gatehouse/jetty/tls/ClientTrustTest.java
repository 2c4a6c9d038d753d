package io.gatehouse.jetty.tls;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gatehouse.route.TlsSpec;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientTrustTest {
    private static final List<String> ANY = List.of();

    @Test
    void pinOfThePublicKeyLetsOnlyItsOwnerIn() throws Exception {
        ClientTrust trust = trust(List.of(spkiPin("client")), ANY, false);

        assertAccepts(trust, "client");
        assertRefuses(trust, "revoked");
    }

    @Test
    void hashOfTheCertificateLetsOnlyItsOwnerIn() throws Exception {
        ClientTrust trust = trust(ANY, List.of(hash("client")), false);

        assertAccepts(trust, "client");
        assertRefuses(trust, "revoked");
    }

    @Test
    void eitherPinOrHashSuffices() throws Exception {
        ClientTrust trust = trust(List.of(spkiPin("client")), List.of(hash("revoked")), false);

        assertAccepts(trust, "client");
        assertAccepts(trust, "revoked");
    }

    @Test
    void pinDoesNotMakeUpForAForeignAuthority() throws Exception {
        assertRefuses(trust(List.of(spkiPin("badclient")), ANY, false), "badclient");
    }

    @Test
    void insecureSkipVerifyLetsAnyCertificateIn() throws Exception {
        assertAccepts(trust(ANY, ANY, true), "badclient");
    }

    private static void assertAccepts(ClientTrust trust, String client) throws Exception {
        X509Certificate[] chain = {certificate(client + ".crt")};
        assertDoesNotThrow(() -> trust.checkClientTrusted(chain, "RSA"));
    }

    private static void assertRefuses(ClientTrust trust, String client) throws Exception {
        X509Certificate[] chain = {certificate(client + ".crt")};
        assertThrows(CertificateException.class, () -> trust.checkClientTrusted(chain, "RSA"));
    }

    private static ClientTrust trust(List<String> pins, List<String> hashes, boolean skipVerify) throws Exception {
        TlsSpec spec = new TlsSpec(
                TlsSpec.Mode.MUTUAL,
                List.of(TestMaterial.identity("app")),
                TestMaterial.list("client-ca.pem"),
                null,
                List.of(),
                pins,
                hashes,
                "TLSv1.2",
                "TLSv1.3",
                List.of(),
                skipVerify);
        return ClientTrust.create(spec, List.of(certificate("client-ca.pem")), null);
    }

    private static String spkiPin(String client) throws Exception {
        byte[] key = certificate(client + ".crt").getPublicKey().getEncoded();
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    }

    private static String hash(String client) throws Exception {
        byte[] octets = certificate(client + ".crt").getEncoded();
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    }

    private static X509Certificate certificate(String file) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(TestMaterial.pem(file)));
    }
}
