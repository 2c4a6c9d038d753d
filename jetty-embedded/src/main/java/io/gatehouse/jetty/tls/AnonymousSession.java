package io.gatehouse.jetty.tls;

import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.StringUtil;
import org.jspecify.annotations.Nullable;

/** The session of a client that was not asked for a certificate. */
record AnonymousSession(SSLSession sslSession) implements EndPoint.SslSessionData {
    @Override
    public String sslSessionId() {
        return StringUtil.toHexString(sslSession.getId());
    }

    @Override
    public String cipherSuite() {
        return sslSession.getCipherSuite();
    }

    @Override
    public X509Certificate @Nullable [] peerCertificates() {
        return null;
    }
}
