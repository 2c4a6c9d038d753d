package io.gatehouse.jetty.tls;

import io.gatehouse.pem.TlsIdentity;
import io.gatehouse.route.TlsSpec;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;
import org.eclipse.jetty.util.BufferUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * BoringSSL, by Conscrypt: its contexts only, the JVM's list of providers is left alone. The one class that needs
 * Conscrypt's jar.
 */
final class ConscryptTls implements TlsLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(ConscryptTls.class);
    private static final Set<String> KEYS = Set.of("RSA", "EC");
    /** More than an alert, which is all that is left of an ended connection. */
    private static final int LEFTOVER = 512;

    private final Provider provider;
    private final Set<String> suites;

    private ConscryptTls(Provider provider, Set<String> suites) {
        this.provider = provider;
        this.suites = suites;
    }

    /**
     * Loads the native code.
     *
     * @throws LinkageError when the jar is not there, or has nothing for this machine
     */
    static ConscryptTls load() throws GeneralSecurityException {
        Conscrypt.checkAvailability();
        Provider provider =
                Conscrypt.newProviderBuilder().provideTrustManager(false).build();
        SSLContext any = SSLContext.getInstance("TLS", provider);
        any.init(new KeyManager[0], new TrustManager[0], null);
        List<String> supported = Arrays.asList(any.getSupportedSSLParameters().getCipherSuites());
        LOG.debug("Conscrypt loaded: version={} suites={}", provider.getVersionStr(), supported);
        return new ConscryptTls(provider, new HashSet<>(supported));
    }

    /**
     * Not more than one certificate, since it would show the last one that it is given whatever the client can do, not
     * versions below 1.2, which it has no more, nor suites that HTTP/2 forbids, since it chooses by ALPN before the
     * suite is known.
     */
    @Override
    public boolean serves(TlsSpec spec, List<TlsIdentity> identities) {
        return identities.size() == 1
                && KEYS.contains(identities.get(0).key().getAlgorithm())
                && (spec.minVersion().equals("TLSv1.2") || spec.minVersion().equals("TLSv1.3"))
                && spec.cipherSuites().stream().map(CipherNames::jsse).allMatch(this::serves);
    }

    private boolean serves(String suite) {
        return suite != null && suites.contains(suite) && CipherNames.allowsHttp2(suite);
    }

    @Override
    public SSLContext context(List<TlsIdentity> identities, TrustManager[] clientTrust)
            throws GeneralSecurityException {
        List<TlsIdentity> own = new ArrayList<>();
        for (TlsIdentity identity : identities) {
            own.add(new TlsIdentity(identity.chain(), own(identity.key())));
        }
        SSLContext context = SSLContext.getInstance("TLS", provider);
        context.init(new KeyManager[] {new IdentityKeyManager(own)}, clientTrust, null);
        return context;
    }

    /** The same key, decoded once and not for each handshake. */
    private PrivateKey own(PrivateKey key) throws GeneralSecurityException {
        return KeyFactory.getInstance(key.getAlgorithm(), provider)
                .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    }

    /** One by one, since Conscrypt finds its way through {@code SSLParameters} by reflection, each time. */
    @Override
    public void prepare(SSLEngine engine, SSLParameters parameters) {
        engine.setEnabledProtocols(parameters.getProtocols());
        engine.setEnabledCipherSuites(parameters.getCipherSuites());
        if (parameters.getNeedClientAuth()) {
            engine.setNeedClientAuth(true);
        } else if (parameters.getWantClientAuth()) {
            engine.setWantClientAuth(true);
        }
        Conscrypt.setUseSessionTickets(engine, true);
    }

    @Override
    public boolean prefersDirectBuffers() {
        return true;
    }

    /** It frees its native state when both directions are closed and the last alert has been taken. */
    @Override
    public void release(SSLEngine engine) {
        try {
            engine.closeInbound();
            engine.closeOutbound();
            ByteBuffer leftover = ByteBuffer.allocate(LEFTOVER);
            while (engine.wrap(BufferUtil.EMPTY_BUFFER, leftover).bytesProduced() > 0) {
                leftover.clear();
            }
        } catch (SSLException broken) {
            LOG.debug("TLS ended in an error", broken);
        }
    }
}
