package io.gatehouse.upstream;

import io.gatehouse.pem.PeerTrust;
import io.gatehouse.route.UpstreamTlsSpec;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides which upstream certificates are believed: chain to the authorities, not revoked, and one of the names wanted,
 * or the server name where none is. With {@code insecureSkipVerify} all are.
 */
final class UpstreamTrust extends PeerTrust {
    private final UpstreamTlsSpec spec;

    private UpstreamTrust(UpstreamTlsSpec spec, X509ExtendedTrustManager chains) {
        super(Peer.SERVER, chains);
        this.spec = spec;
    }

    static UpstreamTrust create(
            UpstreamTlsSpec spec, @Nullable List<X509Certificate> authorities, @Nullable List<X509CRL> revocations)
            throws GeneralSecurityException {
        return new UpstreamTrust(spec, chains(authorities, revocations));
    }

    @Override
    protected void check(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        if (spec.insecureSkipVerify()) {
            return;
        }
        chains().checkServerTrusted(chain, authType);
        String host = engine == null ? null : engine.getPeerHost();
        List<String> wanted =
                !spec.subjectAltNames().isEmpty() ? spec.subjectAltNames() : host == null ? List.of() : List.of(host);
        if (!wanted.isEmpty() && !hasAny(chain[0], wanted)) {
            throw new CertificateException("the upstream's certificate has none of the names " + wanted);
        }
    }

    private static boolean hasAny(X509Certificate leaf, List<String> wanted) throws CertificateException {
        if (leaf.getSubjectAlternativeNames() == null) {
            return false;
        }
        for (List<?> name : leaf.getSubjectAlternativeNames()) {
            if (name.get(1) instanceof String text && wanted.stream().anyMatch(each -> matches(text, each))) {
                return true;
            }
        }
        return false;
    }

    /** A certificate's {@code *.} stands for one label (RFC 9525 §6.3). */
    private static boolean matches(String certified, String wanted) {
        if (certified.equalsIgnoreCase(wanted)) {
            return true;
        }
        int dot = wanted.indexOf('.');
        return certified.startsWith("*.")
                && dot > 0
                && certified
                        .substring(1)
                        .toLowerCase(Locale.ROOT)
                        .equals(wanted.substring(dot).toLowerCase(Locale.ROOT));
    }
}
