package io.gatehouse.upstream;

import io.gatehouse.pem.Certificates;
import io.gatehouse.pem.Slot;
import io.gatehouse.pem.TlsIdentity;
import io.gatehouse.route.CertificateSource;
import io.gatehouse.route.UpstreamTlsSpec;
import java.io.IOException;
import java.net.ConnectException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS to the endpoints of one cluster. While a certificate that it needs can't be used, there are no connections; once
 * there was a good one, that one stays. Files are looked at again from time to time.
 */
final class UpstreamTls {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamTls.class);
    private static final char[] NO_PASSWORD = {};

    private final UpstreamTlsSpec spec;
    private final Slot<TlsIdentity> identity = new Slot<>(UpstreamTls::identity);
    private final Slot<List<X509Certificate>> authorities = new Slot<>((pem, key) -> Certificates.read(pem));
    private final Slot<List<X509CRL>> revocations = new Slot<>((pem, key) -> Certificates.readRevocations(pem));
    private volatile @Nullable UpstreamSslContext factory;

    UpstreamTls(UpstreamTlsSpec spec) {
        this.spec = spec;
        use(identity, spec.identity());
        use(authorities, spec.ca());
        use(revocations, spec.crl());
        build();
    }

    private static TlsIdentity identity(byte[] certificate, byte @Nullable [] key)
            throws io.gatehouse.pem.BadMaterialException {
        if (key == null) {
            throw new io.gatehouse.pem.BadMaterialException("it has no private key");
        }
        return TlsIdentity.read(certificate, key);
    }

    private static void use(Slot<?> slot, @Nullable CertificateSource source) {
        if (source != null) {
            slot.use(source);
        }
    }

    /** What makes TLS connections; null while there can be none. */
    @Nullable
    UpstreamSslContext factory() {
        return factory;
    }

    /** What makes TLS connections, which there must be. */
    UpstreamSslContext usable() throws ConnectException {
        UpstreamSslContext known = factory;
        if (known == null) {
            throw new ConnectException("no usable certificates for TLS to the upstream");
        }
        return known;
    }

    UpstreamTlsSpec spec() {
        return spec;
    }

    synchronized void refresh() {
        // All three, so that files that change together count as one change
        boolean changed = identity.refresh() | authorities.refresh() | revocations.refresh();
        if (changed) {
            build();
        }
    }

    private void build() {
        boolean complete = (spec.identity() == null || identity.value() != null)
                && (spec.ca() == null || authorities.value() != null)
                && (spec.crl() == null || revocations.value() != null);
        if (!complete) {
            return;
        }
        try {
            TrustManager trust = UpstreamTrust.create(spec, authorities.value(), revocations.value());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(identity.value()), new TrustManager[] {trust}, null);
            factory = UpstreamSslContext.start(context);
        } catch (Exception unfit) {
            LOG.warn("TLS to an upstream can't be set up: problem={}", unfit.toString());
        }
    }

    private static KeyManager @Nullable [] keys(@Nullable TlsIdentity identity)
            throws GeneralSecurityException, IOException {
        if (identity == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "gateway", identity.key(), NO_PASSWORD, identity.chain().toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, NO_PASSWORD);
        return keys.getKeyManagers();
    }
}
