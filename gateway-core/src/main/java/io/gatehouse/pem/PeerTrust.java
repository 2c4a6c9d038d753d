package io.gatehouse.pem;

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
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** A trust manager for one side of TLS: whichever way JSSE asks, one method decides, and the other side is refused. */
public abstract class PeerTrust extends X509ExtendedTrustManager {
    /** Whose certificates are judged. */
    public enum Peer {
        /** Ours is the server's side. */
        CLIENT,
        /** Ours is the client's side. */
        SERVER
    }

    private final Peer peer;
    private final X509ExtendedTrustManager chains;

    /** Judges the certificates of this peer; {@code chains} decides which chains lead to a trusted authority. */
    protected PeerTrust(Peer peer, X509ExtendedTrustManager chains) {
        this.peer = peer;
        this.chains = chains;
    }

    /**
     * The JDK's path validation (RFC 5280), with these authorities and revocation lists. It never asks a responder on
     * the network during a handshake.
     *
     * @param authorities the trusted ones; null: those that the JDK trusts
     * @param revocations null: no chain is checked for revocation
     */
    public static X509ExtendedTrustManager chains(
            @Nullable List<X509Certificate> authorities, @Nullable List<X509CRL> revocations)
            throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        if (authorities == null) {
            factory.init((KeyStore) null);
        } else {
            factory.init(new CertPathTrustManagerParameters(parameters(authorities, revocations)));
        }
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager chains) {
                return chains;
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

    /**
     * Accepts the peer's chain, or throws.
     *
     * @param engine null where JSSE does not tell it
     */
    protected abstract void check(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException;

    /** What decides whether a chain leads to a trusted authority. */
    protected X509ExtendedTrustManager chains() {
        return chains;
    }

    private void check(Peer asked, X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        if (asked != peer) {
            throw new CertificateException("only a " + peer + "'s certificate is judged here");
        }
        check(chain, authType, engine);
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(Peer.CLIENT, chain, authType, null);
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(Peer.CLIENT, chain, authType, null);
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(Peer.CLIENT, chain, authType, engine);
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(Peer.SERVER, chain, authType, null);
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(Peer.SERVER, chain, authType, null);
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(Peer.SERVER, chain, authType, engine);
    }

    @Override
    public final X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }
}
