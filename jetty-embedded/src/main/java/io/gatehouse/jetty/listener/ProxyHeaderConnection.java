package io.gatehouse.jetty.listener;

import io.gatehouse.jetty.tls.LingeringEndPoint;
import io.gatehouse.jetty.tls.Resets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the PROXY header of a connection that must begin with one. From then on the endpoint has the addresses of the
 * client, for all that comes after: TLS, routing, access log, {@code x-forwarded-for}. A header that is missing,
 * malformed or slow ends the connection.
 */
final class ProxyHeaderConnection extends AbstractConnection implements Connection.UpgradeFrom {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyHeaderConnection.class);

    private final Connector connector;
    private final LingeringEndPoint endPoint;
    private final ConnectionFactory next;
    private final Runnable refused;
    private final Scheduler.Task deadline;
    private final ByteBuffer buffer = BufferUtil.allocate(ProxyHeader.MAX_BYTES);

    /**
     * Makes the connection.
     *
     * @param limit within which the header must be complete
     * @param next what follows the header
     * @param refused told when the connection is ended for its header
     */
    ProxyHeaderConnection(
            Connector connector, LingeringEndPoint endPoint, Duration limit, ConnectionFactory next, Runnable refused) {
        super(endPoint, connector.getExecutor());
        this.connector = connector;
        this.endPoint = endPoint;
        this.next = next;
        this.refused = refused;
        this.deadline = connector
                .getScheduler()
                .schedule(() -> refuse("not complete in time"), limit.toMillis(), TimeUnit.MILLISECONDS);
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
            int filled = endPoint.fill(buffer);
            ProxyHeader header = filled > 0 ? ProxyHeader.read(buffer) : null;
            if (header != null) {
                goOn(header);
            } else if (filled < 0) {
                close();
            } else {
                fillInterested();
            }
        } catch (ProxyHeader.MalformedException malformed) {
            refuse(malformed.getMessage());
        } catch (IOException broken) {
            LOG.debug("Connection broken off before its PROXY header", broken);
            close();
        }
    }

    private void goOn(ProxyHeader header) {
        if (!deadline.cancel()) {
            return;
        }
        if (header.peer() != null && header.local() != null) {
            endPoint.presentAs(header.peer(), header.local());
        }
        endPoint.upgrade(next.newConnection(connector, endPoint));
    }

    private void refuse(@Nullable String problem) {
        deadline.cancel();
        LOG.debug("No PROXY header: peer={} problem={}", endPoint.getRemoteSocketAddress(), problem);
        refused.run();
        Resets.reset(endPoint);
    }

    @Override
    public ByteBuffer onUpgradeFrom() {
        return buffer;
    }
}
