package io.gatehouse.jetty.tcp;

import io.gatehouse.jetty.tls.Resets;
import io.gatehouse.upstream.Endpoint;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
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
    private final Duration idleTimeout;
    private final @Nullable ByteBuffer early;
    private final AtomicInteger openWays = new AtomicInteger(2);
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable EndPoint upstream;

    /**
     * Makes a session that waits for its upstream.
     *
     * @param early bytes that the client sent and somebody else has read; null for none
     */
    Session(Connector connector, EndPoint client, Endpoint endpoint, Duration idleTimeout, @Nullable ByteBuffer early) {
        this.connector = connector;
        this.client = new PipeConnection(client, connector.getExecutor(), this);
        this.endpoint = endpoint;
        this.idleTimeout = idleTimeout;
        this.early = early;
        endpoint.begin();
    }

    /** What runs on the client's side. */
    Connection clientConnection() {
        return client;
    }

    @Override
    public Connection connected(EndPoint connected) {
        upstream = connected;
        connected.setIdleTimeout(idleTimeout.toMillis());
        client.getEndPoint().setIdleTimeout(idleTimeout.toMillis());
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
            LOG.debug("Connection broken off: endpoint={}", endpoint.name(), cause);
            endpoint.end();
            Resets.reset(client.getEndPoint());
            EndPoint opened = upstream;
            if (opened != null) {
                Resets.reset(opened);
            }
        }
    }

    private void wayEnded() {
        if (openWays.decrementAndGet() == 0 && over.compareAndSet(false, true)) {
            endpoint.end();
            client.getEndPoint().close();
            EndPoint opened = upstream;
            if (opened != null) {
                opened.close();
            }
        }
    }
}
