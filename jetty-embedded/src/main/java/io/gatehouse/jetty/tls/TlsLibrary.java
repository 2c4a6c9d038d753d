package io.gatehouse.jetty.tls;

import io.gatehouse.pem.TlsIdentity;
import io.gatehouse.route.TlsSpec;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** An implementation of TLS for the server's side. */
interface TlsLibrary {
    /** Whether it can serve a server all that is asked for. */
    boolean serves(TlsSpec spec, List<TlsIdentity> identities);

    /** A context that shows one of these identities. */
    SSLContext context(List<TlsIdentity> identities, TrustManager[] clientTrust) throws GeneralSecurityException;

    /** Makes an engine ready to answer a handshake, with these parameters, which are everybody's and stay as they are. */
    void prepare(SSLEngine engine, SSLParameters parameters);

    /** Whether it works in place on buffers outside the heap, and would copy others. */
    boolean prefersDirectBuffers();

    /** Gives back what the garbage collector would give back late; after the connection's end. */
    void release(SSLEngine engine);
}
