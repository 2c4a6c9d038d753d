package io.gatehouse.jetty.tcp;

import io.gatehouse.jetty.tls.Resets;
import io.gatehouse.telemetry.SessionEnd;
import io.gatehouse.upstream.Endpoint;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection joined with an upstream's. As Envoy does by default, one endpoint is tried, once.
 *
 * <pre>
 *   accepted ─▶ dialling ─▶ (PROXY header) ─▶ (TLS) ─▶ joined ─▶ one way ended ─▶ both ended: closed
 *                   └──────────┴────────────────┴─▶ refused: the client is reset
 *
 *   joined: a failure on either side resets the other; idle too long, or lived too long: both are closed
 * </pre>
 */
final class Session implements Dial {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Connector connector;
    private final PipeConnection client;
    private final Endpoint endpoint;
    private final @Nullable ByteBuffer early;
    private final SessionLog log;
    private final Scheduler.Task deadline;
    private final Scheduler.@Nullable Task lifetime;
    private final AtomicInteger openWays = new AtomicInteger(2);
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable EndPoint upstream;

    /**
     * Makes a session that waits for its upstream.
     *
     * @param endpoint that has counted the connection
     * @param early bytes that the client sent and somebody else has read; null for none
     */
    Session(Arrival arrival, Endpoint endpoint, @Nullable ByteBuffer early, SessionLog log) {
        this.connector = arrival.connector();
        this.client = new PipeConnection(arrival.client(), connector.getExecutor(), this);
        this.endpoint = endpoint;
        this.early = early;
        this.log = log;
        this.deadline =
                after(endpoint.connectTimeout(), () -> failed(new SocketTimeoutException("not connected in time")));
        Duration longest = endpoint.maxConnectionDuration();
        this.lifetime = longest == null ? null : after(longest, () -> end(SessionEnd.DURATION_TIMEOUT, null));
    }

    private Scheduler.Task after(Duration delay, Runnable task) {
        return connector.getScheduler().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What runs on the client's side. */
    Connection clientConnection() {
        return client;
    }

    @Override
    public Connection connected(EndPoint connected) {
        upstream = connected;
        if (over.get()) {
            connected.close();
        }
        Connection first = first(connected);
        EndPoint clientSide = client.getEndPoint();
        ByteBuffer header =
                endpoint.proxyHeader(clientSide.getRemoteSocketAddress(), clientSide.getLocalSocketAddress());
        return header == null ? first : new Preamble(connector, connected, header, first, this);
    }

    private Connection first(EndPoint connected) {
        SSLEngine engine;
        try {
            engine = endpoint.newTlsEngine();
        } catch (ConnectException noCertificates) {
            failed(noCertificates);
            return new PipeConnection(connected, connector.getExecutor(), this);
        }
        if (engine == null) {
            return new Joining(connected);
        }
        SslConnection tls = new SslConnection(
                connector.getByteBufferPool(), connector.getExecutor(), connected, engine, false, false);
        EndPoint decrypted = tls.getSslEndPoint();
        decrypted.setConnection(new UpstreamHandshake(connector, tls, new Joining(decrypted), this));
        return tls;
    }

    /** The upstream's side, which joins the two when it is opened. */
    private final class Joining extends PipeConnection {
        Joining(EndPoint endPoint) {
            super(endPoint, connector.getExecutor(), Session.this);
        }

        @Override
        public void onOpen() {
            super.onOpen();
            join(this);
        }
    }

    private void join(PipeConnection upstreamConnection) {
        if (!deadline.cancel() || over.get()) {
            return;
        }
        endpoint.connected();
        EndPoint clientSide = client.getEndPoint();
        EndPoint upstreamSide = upstreamConnection.getEndPoint();
        upstream = upstreamSide;
        long idleTimeout = endpoint.tcpIdleTimeout().toMillis();
        upstreamSide.setIdleTimeout(idleTimeout);
        clientSide.setIdleTimeout(idleTimeout);
        Relay answers = relay(upstreamSide, clientSide, null, log::sent, SessionEnd.UPSTREAM_RESET);
        Relay requests = relay(clientSide, upstreamSide, early, log::received, SessionEnd.CLIENT_RESET);
        upstreamConnection.start(answers);
        client.start(requests);
    }

    private Relay relay(
            EndPoint from, EndPoint to, @Nullable ByteBuffer first, LongConsumer moved, SessionEnd sourceBroke) {
        SessionEnd targetBroke =
                sourceBroke == SessionEnd.CLIENT_RESET ? SessionEnd.UPSTREAM_RESET : SessionEnd.CLIENT_RESET;
        return new Relay(connector.getByteBufferPool(), from, to, first, moved, new Relay.Observer() {
            @Override
            public void ended() {
                if (openWays.decrementAndGet() == 0) {
                    end(SessionEnd.COMPLETE, null);
                }
            }

            @Override
            public void broken(boolean source, Throwable cause) {
                end(source ? sourceBroke : targetBroke, cause);
            }
        });
    }

    @Override
    public void failed(Throwable cause) {
        if (end(SessionEnd.CONNECTION_FAILURE, cause)) {
            endpoint.failed();
        }
    }

    /** The connection was closed from outside. */
    void cut(Throwable cause) {
        end(SessionEnd.CUT, cause);
    }

    /** Nothing moved for too long. */
    void idle() {
        end(SessionEnd.IDLE_TIMEOUT, null);
    }

    private boolean end(SessionEnd how, @Nullable Throwable cause) {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        deadline.cancel();
        if (lifetime != null) {
            lifetime.cancel();
        }
        LOG.debug("Connection ended: endpoint={} how={}", endpoint.name(), how, cause);
        endpoint.disconnected();
        log.ended(how, cause);
        boolean clean = cause == null;
        end(client.getEndPoint(), clean);
        EndPoint opened = upstream;
        if (opened != null) {
            end(opened, clean);
        }
        return true;
    }

    /** What was broken off ends by a reset, so that nobody takes it for whole. */
    private static void end(EndPoint side, boolean clean) {
        if (clean) {
            side.close();
        } else {
            Resets.reset(side);
        }
    }
}
