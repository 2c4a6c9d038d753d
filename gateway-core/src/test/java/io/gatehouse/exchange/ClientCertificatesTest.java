package io.gatehouse.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.route.MeshSpec.ClientCertForwarding;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientCertificatesTest {
    private static final String NAME = "x-forwarded-client-cert";
    private static final X509Certificate CLIENT = certificate("client.crt");
    private static final X509Certificate WITHOUT_NAMES = certificate("without-names.crt");

    private static X509Certificate certificate(String name) {
        try (InputStream in = ClientCertificatesTest.class.getResourceAsStream("/certificates/" + name)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> sent(ClientCertForwarding mode, boolean mutual, String... claimed) {
        HttpFields.Mutable fields = HttpFields.build();
        for (String each : claimed) {
            fields.add(NAME, each);
        }
        X509Certificate[] chain = mutual ? new X509Certificate[] {CLIENT} : new X509Certificate[0];
        ClientCertificates.apply(mode, chain, fields);
        return fields.getValuesList(NAME);
    }

    private static String element(X509Certificate certificate) {
        HttpFields.Mutable fields = HttpFields.build();
        ClientCertificates.apply(ClientCertForwarding.SANITIZE_SET, new X509Certificate[] {certificate}, fields);
        return fields.get(NAME);
    }

    /** Mode, whether the client has a certificate, what goes upstream: of the client's claim, of its certificate. */
    @ParameterizedTest
    @CsvSource({
        "SANITIZE, false, false, false",
        "SANITIZE, true, false, false",
        "SANITIZE_SET, false, false, false",
        "SANITIZE_SET, true, false, true",
        "FORWARD_ONLY, false, false, false",
        "FORWARD_ONLY, true, true, false",
        "APPEND_FORWARD, false, false, false",
        "APPEND_FORWARD, true, true, true",
        "ALWAYS_FORWARD_ONLY, false, true, false",
        "ALWAYS_FORWARD_ONLY, true, true, false",
    })
    void theModeSaysWhatIsBelievedAndWhatIsAdded(
            ClientCertForwarding mode, boolean mutual, boolean claim, boolean certificate) {
        String expected =
                (claim ? "By=spoof" : "") + (claim && certificate ? "," : "") + (certificate ? element(CLIENT) : "");
        assertEquals(expected.isEmpty() ? List.of() : List.of(expected), sent(mode, mutual, "By=spoof"));
    }

    @Test
    void severalClaimsAreOneFieldWhenAppendedTo() {
        assertEquals(List.of("a,b," + element(CLIENT)), sent(ClientCertForwarding.APPEND_FORWARD, true, "a", "b"));
        assertEquals(List.of(element(CLIENT)), sent(ClientCertForwarding.APPEND_FORWARD, true));
    }

    @Test
    void anElementHasHashCertificateSubjectUrisThenNames() throws GeneralSecurityException {
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CLIENT.getEncoded()));
        String element = element(CLIENT);
        assertTrue(element.startsWith("Hash=" + hash + ";Cert=\"-----BEGIN%20CERTIFICATE-----%0A"), element);
        assertTrue(
                element.endsWith("%0A-----END%20CERTIFICATE-----%0A\";Subject=\"CN=client.example.com,O=Gatehouse\""
                        + ";URI=spiffe://cluster.local/ns/default/sa/client"
                        + ";DNS=client.example.com;DNS=other.example.com"),
                element);
    }

    @Test
    void theCertificateIsPemEscapedForAUri() throws GeneralSecurityException, IOException {
        String escaped = element(CLIENT).replaceAll(".*Cert=\"([^\"]*)\".*", "$1");
        assertFalse(escaped.matches(".*[+/= \n].*"), escaped);
        String pem = URLDecoder.decode(escaped, StandardCharsets.US_ASCII);
        try (InputStream in = getClass().getResourceAsStream("/certificates/client.crt")) {
            assertEquals(new String(in.readAllBytes(), StandardCharsets.US_ASCII), pem);
        }
    }

    @Test
    void aCertificateWithoutNamesHasItsSubjectLast() {
        assertTrue(element(WITHOUT_NAMES).endsWith(";Subject=\"CN=plain\""));
    }
}
