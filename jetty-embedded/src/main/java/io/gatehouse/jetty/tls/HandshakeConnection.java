package io.gatehouse.jetty.tls;

import java.io.IOException;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What sits on the decrypted side until the handshake is done, and then makes way for the protocol inside. */
final class HandshakeConnection extends AbstractConnection {
    private static final Logger LOG = LoggerFactory.getLogger(HandshakeConnection.class);

    private final SSLEngine engine;
    private final HandshakeDeadline deadline;
    private final Supplier<Connection> inner;

    /**
     * Makes the connection.
     *
     * @param inner asked once, when the handshake is done and ALPN has been agreed on
     */
    HandshakeConnection(
            Connector connector, SslConnection tls, HandshakeDeadline deadline, Supplier<Connection> inner) {
        super(tls.getSslEndPoint(), connector.getExecutor());
        this.engine = tls.getSSLEngine();
        this.deadline = deadline;
        this.inner = inner;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        fillInterested();
    }

    @Override
    public void onClose(Throwable cause) {
        deadline.cancel();
        super.onClose(cause);
    }

    @Override
    public void onFillable() {
        try {
            int filled = getEndPoint().fill(BufferUtil.EMPTY_BUFFER);
            if (filled < 0) {
                deadline.cancel();
                close();
            } else if (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING) {
                deadline.cancel();
                getEndPoint().upgrade(inner.get());
            } else {
                fillInterested();
            }
        } catch (IOException refused) {
            LOG.debug("Handshake failed: peer={}", getEndPoint().getRemoteSocketAddress(), refused);
            deadline.cancel();
            close();
        }
    }
}
