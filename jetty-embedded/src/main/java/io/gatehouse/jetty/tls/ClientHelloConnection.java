package io.gatehouse.jetty.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a ClientHello, and gives the connection with all its bytes to whoever serves the server name in it. */
final class ClientHelloConnection extends AbstractConnection implements Connection.UpgradeFrom, Connection.UpgradeTo {
    private static final Logger LOG = LoggerFactory.getLogger(ClientHelloConnection.class);

    /** Chooses what comes next. */
    interface Next {
        /** The next connection, or null when no server covers the name. */
        @Nullable
        Connection connection(EndPoint endPoint, @Nullable String serverName, HandshakeDeadline deadline);
    }

    private final RetainableByteBuffer buffer;
    private final HandshakeDeadline deadline;
    private final Next next;

    ClientHelloConnection(Connector connector, EndPoint endPoint, HandshakeDeadline deadline, Next next) {
        super(endPoint, connector.getExecutor());
        this.buffer = connector.getByteBufferPool().acquire(ClientHello.MAX_BYTES, false);
        this.deadline = deadline;
        this.next = next;
    }

    /** What came behind a PROXY header. */
    @Override
    public void onUpgradeTo(ByteBuffer bytes) {
        BufferUtil.append(buffer.getByteBuffer(), bytes);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        if (buffer.hasRemaining()) {
            look(buffer.remaining());
        } else {
            fillInterested();
        }
    }

    @Override
    public void onFillable() {
        try {
            look(getEndPoint().fill(buffer.getByteBuffer()));
        } catch (IOException broken) {
            refuse(broken);
        }
    }

    private void look(int filled) {
        try {
            ClientHello hello = filled > 0 ? ClientHello.read(buffer.getByteBuffer()) : null;
            if (hello != null) {
                handOver(hello);
            } else if (filled < 0) {
                close();
            } else {
                fillInterested();
            }
        } catch (ClientHello.NotTlsException notTls) {
            refuse(notTls);
        }
    }

    private void refuse(Exception cause) {
        LOG.debug("Connection refused: peer={} cause={}", getEndPoint().getRemoteSocketAddress(), cause.getMessage());
        refuse();
    }

    private void handOver(ClientHello hello) {
        Connection connection = next.connection(getEndPoint(), hello.serverName(), deadline);
        if (connection == null) {
            LOG.debug(
                    "No server for this name: peer={} sni={}",
                    getEndPoint().getRemoteSocketAddress(),
                    hello.serverName());
            refuse();
        } else {
            getEndPoint().upgrade(connection);
        }
    }

    private void refuse() {
        deadline.cancel();
        Resets.reset(getEndPoint());
    }

    @Override
    public ByteBuffer onUpgradeFrom() {
        ByteBuffer unread = BufferUtil.copy(buffer.getByteBuffer());
        buffer.release();
        return unread;
    }
}
