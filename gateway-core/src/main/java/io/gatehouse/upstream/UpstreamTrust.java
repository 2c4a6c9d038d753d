package io.gatehouse.upstream;

import io.gatehouse.route.UpstreamTlsSpec;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides which upstream certificates are believed: chain to the authorities, not revoked, and one of the names wanted,
 * or the server name where none is. With {@code insecureSkipVerify} all are.
 */
final class UpstreamTrust extends X509ExtendedTrustManager {
    private final UpstreamTlsSpec spec;
    private final X509ExtendedTrustManager chains;

    private UpstreamTrust(UpstreamTlsSpec spec, X509ExtendedTrustManager chains) {
        this.spec = spec;
        this.chains = chains;
    }

    static UpstreamTrust create(
            UpstreamTlsSpec spec, @Nullable List<X509Certificate> authorities, @Nullable List<X509CRL> revocations)
            throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        if (authorities == null) {
            factory.init((KeyStore) null);
        } else {
            factory.init(new CertPathTrustManagerParameters(parameters(authorities, revocations)));
        }
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager chains) {
                return new UpstreamTrust(spec, chains);
            }
        }
        throw new GeneralSecurityException("the JDK has no PKIX trust manager");
    }

    private static PKIXBuilderParameters parameters(
            List<X509Certificate> authorities, @Nullable List<X509CRL> revocations) throws GeneralSecurityException {
        Set<TrustAnchor> anchors =
                authorities.stream().map(ca -> new TrustAnchor(ca, null)).collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
        parameters.setRevocationEnabled(revocations != null);
        if (revocations != null) {
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(revocations)));
            PKIXRevocationChecker lists =
                    (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
            lists.setOptions(
                    EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
            parameters.addCertPathChecker(lists);
        }
        return parameters;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        if (spec.insecureSkipVerify()) {
            return;
        }
        chains.checkServerTrusted(chain, authType);
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

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        checkServerTrusted(chain, authType, (SSLEngine) null);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType, (SSLEngine) null);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is the client's side");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }
}
