package io.gatehouse.jetty.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.pem.BadMaterialException;
import io.gatehouse.pem.Pem;
import io.gatehouse.pem.TlsIdentity;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsIdentityTest {
    private static TlsIdentity read(String certificate, String key) throws BadMaterialException {
        return TlsIdentity.read(TestMaterial.pem(certificate), TestMaterial.pem(key));
    }

    private static String problem(byte[] certificate, byte[] key) {
        return assertThrows(BadMaterialException.class, () -> TlsIdentity.read(certificate, key))
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource({
        "app.crt, app.key, RSA",
        "app.crt, app.pkcs1.key, RSA",
        "app-ec.crt, app-ec.key, EC",
        "app-ec.crt, app-ec.sec1.key, EC",
        "app-ec.crt, app-ec.params.key, EC",
    })
    void everyUnencryptedFormatOfKeysIsRead(String certificate, String key, String algorithm) throws Exception {
        assertEquals(algorithm, read(certificate, key).key().getAlgorithm());
    }

    @ParameterizedTest
    @CsvSource({"app.encrypted.key", "app.encrypted-pkcs1.key"})
    void encryptedKeyIsRefusedByName(String key) {
        assertEquals(
                "its private key is encrypted; only unencrypted keys can be used",
                problem(TestMaterial.pem("app.crt"), TestMaterial.pem(key)));
    }

    @Test
    void keyOfAnotherCertificateIsRefused() {
        assertEquals(
                "its private key is not the one of its certificate CN=app.example.com",
                problem(TestMaterial.pem("app.crt"), TestMaterial.pem("wild.key")));
        assertEquals(
                "its private key can't be read as the RSA key of its certificate",
                problem(TestMaterial.pem("app.crt"), TestMaterial.pem("app-ec.key")));
    }

    @Test
    void textWithoutPemIsRefused() {
        byte[] text = "hello".getBytes(StandardCharsets.US_ASCII);
        assertEquals("it holds no PEM block of a certificate", problem(text, TestMaterial.pem("app.key")));
        assertEquals("it holds no PEM block of a private key", problem(TestMaterial.pem("app.crt"), text));
    }

    @Test
    void chainKeepsItsOrderAndWindowsLineEndsAreRead() throws Exception {
        String chain = new String(TestMaterial.pem("app.crt"), StandardCharsets.US_ASCII)
                + new String(TestMaterial.pem("root-ca.pem"), StandardCharsets.US_ASCII);

        TlsIdentity identity = TlsIdentity.read(
                chain.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII), TestMaterial.pem("app.key"));

        assertEquals(2, identity.chain().size());
        assertTrue(identity.leaf().getSubjectX500Principal().getName().contains("app.example.com"));
    }

    @Test
    void keyIsNeverPrinted() throws Exception {
        TlsIdentity identity = read("app.crt", "app.key");

        assertEquals("TlsIdentity[CN=app.example.com, key redacted]", identity.toString());
        assertFalse(Pem.read(TestMaterial.pem("app.key")).toString().contains("[" + "B@"));
    }
}
