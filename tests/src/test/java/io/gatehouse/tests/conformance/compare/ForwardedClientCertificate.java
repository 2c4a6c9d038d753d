package io.gatehouse.tests.conformance.compare;

import io.gatehouse.tests.conformance.client.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;

/** The X-Forwarded-Client-Cert element that a recorded one becomes with our client certificate. */
final class ForwardedClientCertificate {
    private final TestCertificates certificates;

    ForwardedClientCertificate(TestCertificates certificates) {
        this.certificates = certificates;
    }

    String forOurs(String recorded) {
        if (!recorded.startsWith("Hash=")) {
            return recorded;
        }
        try {
            byte[] der = certificates.certificate("client").getEncoded();
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(der));
            return recorded.replaceFirst("Hash=[0-9a-f]+", "Hash=" + hash)
                    .replaceFirst("Cert=\"[^\"]*\"", "Cert=\"" + escaped(pem(der)) + "\"");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    }

    private static String escaped(String pem) {
        StringBuilder out = new StringBuilder();
        for (byte b : pem.getBytes(StandardCharsets.US_ASCII)) {
            if (Character.isLetterOrDigit(b) || b == '-') {
                out.append((char) b);
            } else {
                out.append(String.format("%%%02X", b));
            }
        }
        return out.toString();
    }
}
