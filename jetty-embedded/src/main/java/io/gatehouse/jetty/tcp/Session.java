package io.gatehouse.jetty.tcp;

import io.gatehouse.jetty.tls.Resets;
import io.gatehouse.upstream.Endpoint;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection joined with an upstream's.
 *
 * <pre>
 *   accepted ─▶ dialling ─┬─▶ joined ─▶ one way ended ─▶ both ended: closed
 *                         └─▶ refused: the client is reset         (a failure on either side resets the other)
 * </pre>
 */
final class Session implements Dial {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Connector connector;
    private final PipeConnection client;
    private final Endpoint endpoint;
    private final @Nullable ByteBuffer early;
    private final Scheduler.Task deadline;
    private final AtomicInteger openWays = new AtomicInteger(2);
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable EndPoint upstream;

    /**
     * Makes a session that waits for its upstream.
     *
     * @param endpoint that has counted the connection
     * @param early bytes that the client sent and somebody else has read; null for none
     */
    Session(Connector connector, EndPoint client, Endpoint endpoint, @Nullable ByteBuffer early) {
        this.connector = connector;
        this.client = new PipeConnection(client, connector.getExecutor(), this);
        this.endpoint = endpoint;
        this.early = early;
        this.deadline = connector
                .getScheduler()
                .schedule(
                        () -> failed(new SocketTimeoutException("not connected in time")),
                        endpoint.connectTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** What runs on the client's side. */
    Connection clientConnection() {
        return client;
    }

    @Override
    public Connection connected(EndPoint connected) {
        upstream = connected;
        deadline.cancel();
        long idleTimeout = endpoint.tcpIdleTimeout().toMillis();
        connected.setIdleTimeout(idleTimeout);
        client.getEndPoint().setIdleTimeout(idleTimeout);
        return new PipeConnection(connected, connector.getExecutor(), this) {
            @Override
            public void onOpen() {
                super.onOpen();
                join(this);
            }
        };
    }

    private void join(PipeConnection upstreamConnection) {
        EndPoint clientSide = client.getEndPoint();
        EndPoint upstreamSide = upstreamConnection.getEndPoint();
        if (over.get()) {
            upstreamSide.close();
            return;
        }
        upstreamConnection.start(relay(upstreamSide, clientSide, null));
        client.start(relay(clientSide, upstreamSide, early));
    }

    private Relay relay(EndPoint from, EndPoint to, @Nullable ByteBuffer first) {
        return new Relay(connector.getByteBufferPool(), from, to, first, this::wayEnded, () -> abort(null));
    }

    @Override
    public void failed(Throwable cause) {
        LOG.debug("Upstream can't be reached: endpoint={} cause={}", endpoint.name(), cause.toString());
        abort(cause);
    }

    /** Breaks both sides off by a reset, never a clean end. */
    void abort(@Nullable Throwable cause) {
        if (over.compareAndSet(false, true)) {
            deadline.cancel();
            LOG.debug("Connection broken off: endpoint={}", endpoint.name(), cause);
            endpoint.disconnected();
            Resets.reset(client.getEndPoint());
            EndPoint opened = upstream;
            if (opened != null) {
                Resets.reset(opened);
            }
        }
    }

    private void wayEnded() {
        if (openWays.decrementAndGet() == 0 && over.compareAndSet(false, true)) {
            endpoint.disconnected();
            client.getEndPoint().close();
            EndPoint opened = upstream;
            if (opened != null) {
                opened.close();
            }
        }
    }
}
