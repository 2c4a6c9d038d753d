package io.gatehouse.jetty.tls;

import io.gatehouse.jetty.exchange.SniNamed;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which the gateway terminates TLS. Where JSSE sends a general alert for a client certificate, the
 * precise one is put in its place while alerts are still clear text, that is up to TLS 1.2: handshake_failure for none
 * (RFC 5246 §7.4.6), unknown_ca for one of a foreign CA (RFC 5246 §7.2.2). In TLS 1.3 alerts are encrypted by JSSE.
 */
final class TlsConnection extends SslConnection implements SniNamed {
    private static final byte ALERT_RECORD = 21;
    private static final int ALERT_LENGTH = 7;
    private static final int DESCRIPTION = 6;
    private static final byte HANDSHAKE_FAILURE = 40;
    private static final byte BAD_CERTIFICATE = 42;
    private static final byte CERTIFICATE_UNKNOWN = 46;
    private static final byte UNKNOWN_CA = 48;

    private final TlsContext context;
    private final @Nullable String serverName;
    private final boolean clientCertificateRequired;
    private byte preciseAlert;

    TlsConnection(Connector connector, EndPoint endPoint, TlsContext context, @Nullable String serverName) {
        super(
                connector.getByteBufferPool(),
                connector.getExecutor(),
                endPoint,
                context.newEngine(endPoint.getRemoteSocketAddress()),
                context.prefersDirectBuffers(),
                context.prefersDirectBuffers());
        this.context = context;
        this.serverName = serverName;
        this.clientCertificateRequired = context.requiresClientCertificate();
        // RFC 9113 §9.2.1; and it is the classic way to burn a server's CPU.
        setRenegotiationAllowed(false);
    }

    @Override
    public @Nullable String serverName() {
        return serverName;
    }

    /** Where no certificate was asked for, none is looked for: JSSE says by an exception that there is none. */
    @Override
    protected SslEndPoint newSslEndPoint() {
        return new SslEndPoint() {
            private @Nullable SslSessionData anonymous;

            @Override
            public SslSessionData getSslSessionData() {
                if (context.asksForClientCertificate()) {
                    return super.getSslSessionData();
                }
                if (anonymous == null) {
                    anonymous = new AnonymousSession(getSSLEngine().getSession());
                }
                return anonymous;
            }
        };
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        context.release(getSSLEngine());
    }

    @Override
    protected SSLEngineResult unwrap(SSLEngine engine, ByteBuffer input, ByteBuffer output) throws SSLException {
        try {
            return super.unwrap(engine, input, output);
        } catch (SSLHandshakeException refused) {
            refuse(refused);
            throw refused;
        }
    }

    @Override
    protected SSLEngineResult wrap(SSLEngine engine, ByteBuffer[] input, ByteBuffer output) throws SSLException {
        int start = output.position();
        try {
            SSLEngineResult result = super.wrap(engine, input, output);
            if (preciseAlert != 0) {
                makePrecise(output, start, result.bytesProduced());
            }
            return result;
        } catch (SSLHandshakeException refused) {
            // The failure of a task is thrown by the next call, whichever it is.
            refuse(refused);
            throw refused;
        }
    }

    private void refuse(SSLHandshakeException refused) {
        preciseAlert = preciseAlert(refused);
        if (getEndPoint() instanceof LingeringEndPoint lingering) {
            lingering.linger();
        }
    }

    private byte preciseAlert(SSLHandshakeException refused) {
        boolean certificateSent = false;
        for (Throwable cause = refused.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ClientTrust.UntrustedChainException) {
                return UNKNOWN_CA;
            }
            certificateSent |= cause instanceof CertificateException;
        }
        return clientCertificateRequired && !certificateSent ? HANDSHAKE_FAILURE : 0;
    }

    private void makePrecise(ByteBuffer output, int start, int length) {
        if (length != ALERT_LENGTH || output.get(start) != ALERT_RECORD) {
            return;
        }
        byte general = preciseAlert == UNKNOWN_CA ? CERTIFICATE_UNKNOWN : BAD_CERTIFICATE;
        if (output.get(start + DESCRIPTION) == general) {
            output.put(start + DESCRIPTION, preciseAlert);
        }
    }
}
