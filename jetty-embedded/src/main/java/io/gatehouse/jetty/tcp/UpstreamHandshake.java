package io.gatehouse.jetty.tcp;

import java.io.EOFException;
import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;

/**
 * What sits on the decrypted side of a connection to an upstream until the handshake is done: only then does the
 * upstream count as connected, and are bytes of the client sent.
 */
final class UpstreamHandshake extends AbstractConnection {
    private final SSLEngine engine;
    private final Connection next;
    private final Dial dial;

    UpstreamHandshake(Connector connector, SslConnection tls, Connection next, Dial dial) {
        super(tls.getSslEndPoint(), connector.getExecutor());
        this.engine = tls.getSSLEngine();
        this.next = next;
        this.dial = dial;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        try {
            // The client speaks first; without this nobody would.
            getEndPoint().flush(BufferUtil.EMPTY_BUFFER);
            goOn();
        } catch (IOException refused) {
            dial.failed(refused);
        }
    }

    @Override
    public void onFillable() {
        try {
            if (getEndPoint().fill(BufferUtil.EMPTY_BUFFER) < 0) {
                dial.failed(new EOFException("closed during the TLS handshake"));
            } else {
                goOn();
            }
        } catch (IOException refused) {
            dial.failed(refused);
        }
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        dial.failed(cause);
    }

    private void goOn() {
        if (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING) {
            getEndPoint().upgrade(next);
        } else {
            fillInterested();
        }
    }
}
