package io.gatehouse.jetty.tcp;

import io.gatehouse.jetty.tls.Resets;
import io.gatehouse.route.TunnelSpec;
import io.gatehouse.telemetry.SessionEnd;
import io.gatehouse.upstream.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.http.HttpFields;
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
 *   accepted ─▶ dialling ─▶ (PROXY header) ─▶ (TLS) ─▶ (tunnel) ─▶ joined ─▶ one way ended ─▶ both ended: closed
 *                   └──────────┴────────────────┴──────────┴─▶ refused: the client is reset
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
    private volatile SessionEnd notOpened = SessionEnd.CONNECTION_FAILURE;

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
            return joining(connected);
        }
        SslConnection tls = new SslConnection(
                connector.getByteBufferPool(), connector.getExecutor(), connected, engine, false, false);
        EndPoint decrypted = tls.getSslEndPoint();
        decrypted.setConnection(new UpstreamHandshake(connector, tls, joining(decrypted), this));
        return tls;
    }

    private Connection joining(EndPoint connected) {
        TunnelSpec tunnel = endpoint.tunnel();
        return tunnel == null
                ? new Joining(connected, new DirectSide(connected, null))
                : new TunnelOpening(connector, connected, tunnel, new Tunnel(connected));
    }

    /** The upstream is a proxy, which has to agree. */
    private final class Tunnel implements TunnelOpening.Outcome {
        private final EndPoint proxy;

        Tunnel(EndPoint proxy) {
            this.proxy = proxy;
        }

        @Override
        public void asked() {
            notOpened = SessionEnd.TUNNEL_FAILURE;
        }

        @Override
        public Connection opened(Side side) {
            return new Joining(proxy, side);
        }

        /** Outlier detection hears what the proxy said: only errors of a server are held against it. */
        @Override
        public void refused(int status) {
            if (end(SessionEnd.TUNNEL_FAILURE, new IOException("the proxy answered with status " + status))) {
                endpoint.answered(status, HttpFields.EMPTY);
                endpoint.completed();
            }
        }

        @Override
        public void failed(Throwable cause) {
            Session.this.failed(cause);
        }
    }

    /** The upstream's side, which joins the two when it is opened. */
    private final class Joining extends PipeConnection {
        private final Side side;

        Joining(EndPoint endPoint, Side side) {
            super(endPoint, connector.getExecutor(), Session.this);
            this.side = side;
        }

        @Override
        public void onOpen() {
            super.onOpen();
            join(this, side);
        }
    }

    private void join(PipeConnection upstreamConnection, Side upstreamSide) {
        if (!deadline.cancel() || over.get()) {
            return;
        }
        endpoint.connected();
        EndPoint opened = upstreamConnection.getEndPoint();
        upstream = opened;
        long idleTimeout = endpoint.tcpIdleTimeout().toMillis();
        opened.setIdleTimeout(idleTimeout);
        client.getEndPoint().setIdleTimeout(idleTimeout);
        Side clientSide = new DirectSide(client.getEndPoint(), early);
        Relay answers = relay(upstreamSide, clientSide, log::sent, SessionEnd.UPSTREAM_RESET);
        Relay requests = relay(clientSide, upstreamSide, log::received, SessionEnd.CLIENT_RESET);
        upstreamConnection.start(answers);
        client.start(requests);
    }

    private Relay relay(Side from, Side to, LongConsumer moved, SessionEnd sourceBroke) {
        SessionEnd targetBroke =
                sourceBroke == SessionEnd.CLIENT_RESET ? SessionEnd.UPSTREAM_RESET : SessionEnd.CLIENT_RESET;
        return new Relay(connector.getByteBufferPool(), from, to, moved, new Relay.Observer() {
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
        if (end(notOpened, cause)) {
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
