package io.gatehouse.jetty.tls;

import io.gatehouse.pem.TlsIdentity;
import io.gatehouse.route.TlsSpec;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** The TLS of the JVM's first provider. */
final class JdkTls implements TlsLibrary {
    @Override
    public boolean serves(TlsSpec spec, List<TlsIdentity> identities) {
        return true;
    }

    @Override
    public SSLContext context(List<TlsIdentity> identities, TrustManager[] clientTrust)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new IdentityKeyManager(identities)}, clientTrust, null);
        return context;
    }

    @Override
    public void prepare(SSLEngine engine, SSLParameters parameters) {
        engine.setSSLParameters(parameters);
    }

    @Override
    public boolean prefersDirectBuffers() {
        return false;
    }

    @Override
    public void release(SSLEngine engine) {
        // It is all on the heap.
    }
}
