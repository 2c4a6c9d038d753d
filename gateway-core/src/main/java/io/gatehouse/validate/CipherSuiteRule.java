package io.gatehouse.validate;

import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.Suggestion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Cipher suites that are unknown or repeated are ignored, as in Istio. */
final class CipherSuiteRule implements Rule<Gateway> {
    private static final List<String> KNOWN = List.of(
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-CHACHA20-POLY1305",
            "ECDHE-RSA-CHACHA20-POLY1305",
            "ECDHE-ECDSA-AES128-SHA",
            "ECDHE-RSA-AES128-SHA",
            "ECDHE-ECDSA-AES256-SHA",
            "ECDHE-RSA-AES256-SHA",
            "AES128-GCM-SHA256",
            "AES256-GCM-SHA384",
            "AES128-SHA",
            "AES256-SHA",
            "DES-CBC3-SHA");

    @Override
    public void check(Gateway gateway, RuleContext context) {
        TlsServers.each(gateway, (path, tls) -> {
            Set<String> seen = new HashSet<>();
            Routes.each(path + ".cipherSuites", tls.cipherSuites(), (p, suite) -> {
                if (!isKnown(suite)) {
                    context.warning(
                            RuleCodes.CIPHER_SUITE,
                            p,
                            "the unknown cipher suite " + Names.quoted(suite) + " is ignored",
                            Suggestion.didYouMean(suite, KNOWN));
                } else if (!seen.add(suite)) {
                    context.warning(RuleCodes.CIPHER_SUITE, p, Names.quoted(suite) + " is named twice");
                }
            });
        });
    }

    /** OpenSSL's expressions ({@code -ALL}, {@code [A|B]}) aren't judged. */
    private static boolean isKnown(String suite) {
        return suite.isEmpty()
                || suite.equals("ALL")
                || !Character.isLetterOrDigit(suite.charAt(0))
                || KNOWN.contains(suite);
    }
}
