package io.gatehouse.validate;

import io.gatehouse.resource.Gateway;
import java.util.Base64;
import java.util.regex.Pattern;

/** Pinned client certificates are SHA-256: hex for the certificate, base64 for its key. Stricter than Istio. */
final class ClientCertificatePinRule implements Rule<Gateway> {
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2}:?){31}[0-9a-fA-F]{2}");
    private static final int SHA_256_OCTETS = 32;

    @Override
    public void check(Gateway gateway, RuleContext context) {
        TlsServers.each(gateway, (path, tls) -> {
            Routes.each(path + ".verifyCertificateHash", tls.verifyCertificateHash(), (p, hash) -> {
                if (!HEX.matcher(hash).matches()) {
                    context.error(
                            RuleCodes.CLIENT_CERTIFICATE_PIN,
                            p,
                            Names.quoted(hash) + " is not a SHA-256 in hexadecimal");
                }
            });
            Routes.each(path + ".verifyCertificateSpki", tls.verifyCertificateSpki(), (p, hash) -> {
                if (!isHash(hash)) {
                    context.error(
                            RuleCodes.CLIENT_CERTIFICATE_PIN, p, Names.quoted(hash) + " is not a SHA-256 in base64");
                }
            });
        });
    }

    private static boolean isHash(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length == SHA_256_OCTETS;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
