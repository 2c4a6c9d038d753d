package io.gatehouse.jetty.tls;

import io.gatehouse.route.TlsSpec;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides which client certificates a server accepts: chain to the CA, not revoked, then names and pins. With
 * {@code insecureSkipVerify} all are accepted, and only shown to the upstream.
 */
final class ClientTrust extends X509ExtendedTrustManager {
    private final TlsSpec spec;
    private final X509ExtendedTrustManager chains;

    private ClientTrust(TlsSpec spec, X509ExtendedTrustManager chains) {
        this.spec = spec;
        this.chains = chains;
    }

    /** A chain that does not lead to the CA: TLS has an alert of its own for it, unknown_ca. */
    static final class UntrustedChainException extends CertificateException {
        private static final long serialVersionUID = 1L;

        UntrustedChainException(CertificateException cause) {
            super(cause.getMessage(), cause.getCause());
        }
    }

    static ClientTrust create(TlsSpec spec, List<X509Certificate> authorities, @Nullable List<X509CRL> revocations)
            throws GeneralSecurityException {
        Set<TrustAnchor> anchors =
                authorities.stream().map(ca -> new TrustAnchor(ca, null)).collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
        parameters.setRevocationEnabled(revocations != null);
        if (revocations != null) {
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(revocations)));
            parameters.addCertPathChecker(onlyLists());
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager chains) {
                return new ClientTrust(spec, chains);
            }
        }
        throw new GeneralSecurityException("the JDK has no PKIX trust manager");
    }

    /** Never asks a responder on the network during a handshake. */
    private static PKIXRevocationChecker onlyLists() throws GeneralSecurityException {
        PKIXRevocationChecker checker =
                (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
        checker.setOptions(
                EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
        return checker;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        if (spec.insecureSkipVerify()) {
            return;
        }
        try {
            chains.checkClientTrusted(chain, authType);
        } catch (CertificateException untrusted) {
            throw isUnknownAuthority(untrusted) ? new UntrustedChainException(untrusted) : untrusted;
        }
        checkNames(chain[0]);
        checkPins(chain[0]);
    }

    private static boolean isUnknownAuthority(CertificateException failure) {
        return failure.getCause() instanceof java.security.cert.CertPathBuilderException builder
                && builder.getCause() == null;
    }

    private void checkNames(X509Certificate leaf) throws CertificateException {
        if (spec.subjectAltNames().isEmpty()) {
            return;
        }
        for (String name : names(leaf)) {
            if (spec.subjectAltNames().contains(name)) {
                return;
            }
        }
        throw new CertificateException("no subject alternative name of the client's certificate is allowed");
    }

    private static List<String> names(X509Certificate leaf) throws CertificateParsingException {
        Collection<List<?>> names = leaf.getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream()
                        .map(name -> name.get(1))
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
    }

    private void checkPins(X509Certificate leaf) throws CertificateException {
        if (spec.spkiPins().isEmpty() && spec.certificateHashes().isEmpty()) {
            return;
        }
        String pin =
                Base64.getEncoder().encodeToString(sha256(leaf.getPublicKey().getEncoded()));
        String hash = HexFormat.of().formatHex(sha256(leaf.getEncoded()));
        if (!spec.spkiPins().contains(pin) && !spec.certificateHashes().contains(hash)) {
            throw new CertificateException("the client's certificate is not one of the pinned ones");
        }
    }

    private static byte[] sha256(byte[] octets) throws CertificateException {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException impossible) {
            throw new CertificateException(impossible);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        checkClientTrusted(chain, authType, (SSLEngine) null);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType, (SSLEngine) null);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is the server's side");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }
}
