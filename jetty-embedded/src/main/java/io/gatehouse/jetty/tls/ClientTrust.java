package io.gatehouse.jetty.tls;

import io.gatehouse.pem.PeerTrust;
import io.gatehouse.route.TlsSpec;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides which client certificates a server accepts: chain to the CA, not revoked, then names and pins. With
 * {@code insecureSkipVerify} all are accepted, and only shown to the upstream.
 */
final class ClientTrust extends PeerTrust {
    private final TlsSpec spec;

    private ClientTrust(TlsSpec spec, X509ExtendedTrustManager chains) {
        super(Peer.CLIENT, chains);
        this.spec = spec;
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
        return new ClientTrust(spec, chains(authorities, revocations));
    }

    @Override
    protected void check(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        if (spec.insecureSkipVerify()) {
            return;
        }
        try {
            chains().checkClientTrusted(chain, authType);
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
}
