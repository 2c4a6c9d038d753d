package io.gatehouse.jetty.listener;

import io.gatehouse.jetty.exchange.ListenerKeyed;
import io.gatehouse.jetty.tcp.Dial;
import io.gatehouse.jetty.tcp.TcpProxy;
import io.gatehouse.jetty.tls.LingeringEndPoint;
import io.gatehouse.jetty.tls.Resets;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.telemetry.ConnectionSink;
import io.gatehouse.upstream.UpstreamClient;
import io.gatehouse.upstream.connection.EventLoops;
import io.gatehouse.upstream.connection.ResetAwareEndPoint;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http2.SessionContainer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket of one listener, and the connections that it accepted. */
final class GatewayConnector extends ServerConnector implements ListenerKeyed {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayConnector.class);
    private static final int ACCEPTORS = 1;

    private static final Duration REFUSAL = Duration.ofSeconds(1);
    private static final Duration IDLE_CHECK = Duration.ofMillis(250);

    private final ListenerKey key;
    private final ListenerSettings settings;
    private final ConnectionCount open;
    private final AtomicInteger accepting = new AtomicInteger();
    private final @Nullable EventLoops loops;

    /**
     * Makes a connector that is not yet open.
     *
     * @param open counts its connections, up to their limit
     */
    GatewayConnector(
            Server server,
            ListenerKey key,
            ListenerSettings settings,
            ConnectionCount open,
            List<ConnectionFactory> protocols) {
        super(
                server,
                ACCEPTORS,
                Runtime.getRuntime().availableProcessors(),
                protocols.toArray(ConnectionFactory[]::new));
        this.key = key;
        this.settings = settings;
        this.open = open;
        this.loops = settings.loops();
        setName(key.toString());
        // Requests in flight keep the idle timeout that they began with.
        setShutdownIdleTimeout(-1);
    }

    @Override
    public ListenerKey key() {
        return key;
    }

    /**
     * Closes the socket at once, so that new connections are refused; idle connections end, busy ones when their
     * requests have: HTTP/1.1 by {@code connection: close}, HTTP/2 by GOAWAY.
     *
     * @param limit after which the connections are cut
     * @return completed when no connection is left or the limit has passed
     */
    CompletableFuture<Void> drain(Duration limit) {
        CompletableFuture<Void> connectionsEnded = shutdown();
        awaitRefusal();
        getContainedBeans(SessionContainer.class).forEach(SessionContainer::shutdown);
        closeIdle(connectionsEnded);
        return connectionsEnded
                .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> null)
                .whenComplete((ended, failure) -> getConnectedEndPoints().forEach(TcpProxy::cut));
    }

    /** Again and again, since an answer that had begun before did not tell its client that the connection would end. */
    private void closeIdle(CompletableFuture<Void> connectionsEnded) {
        if (!connectionsEnded.isDone()) {
            getConnectedEndPoints().stream().filter(GatewayConnector::isIdle).forEach(EndPoint::close);
            getScheduler().schedule(() -> closeIdle(connectionsEnded), IDLE_CHECK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Lets another listener bind the same port to another address, and leaves each its own connections. */
    void sharePort() {
        setReusePort(true);
        if (getTransport() instanceof ServerSocketChannel listening) {
            try {
                // Linux looks at it when the other one binds.
                listening.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            } catch (IOException | UnsupportedOperationException unable) {
                LOG.warn("The port can't be shared: listener={} problem={}", key, unable.toString());
            }
        }
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        Selectors manager = new Selectors(executor, scheduler, selectors);
        manager.setConnectTimeout(UpstreamClient.MAX_CONNECT_TIMEOUT.toMillis());
        return manager;
    }

    private Connection proxied(LingeringEndPoint client) {
        return new ProxyHeaderConnection(
                this,
                client,
                settings.handshakeTimeout(),
                getDefaultConnectionFactory(),
                () -> settings.connections().refused(key, ConnectionSink.Refusal.PROXY_HEADER));
    }

    /** Of a client, or of an upstream, which nobody watches. */
    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        EventLoops.Tenant tenant = getSelectorManager() instanceof Selectors selectors ? selectors : null;
        SocketChannelEndPoint endPoint = key.attachment() instanceof Dial
                ? new UpstreamEndPoint(channel, selector, key, getScheduler(), tenant)
                : new LingeringEndPoint(channel, selector, key, getScheduler(), getExecutor(), tenant);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    @Override
    public void accept(int acceptor) throws IOException {
        accepting.incrementAndGet();
        try {
            super.accept(acceptor);
        } finally {
            accepting.decrementAndGet();
        }
    }

    /**
     * Not by an interrupt: who is interrupted when he has just accepted a channel gets an exception in its place, and
     * nobody closes it. That the socket is closed ends his waiting too.
     */
    @Override
    protected void interruptAcceptors() {}

    /** The kernel goes on accepting until the thread that is blocked in accept has noticed that the socket is closed. */
    private void awaitRefusal() {
        long deadline = System.nanoTime() + REFUSAL.toNanos();
        while (accepting.get() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(100_000);
        }
    }

    private static boolean isIdle(EndPoint endPoint) {
        Connection connection = endPoint.getConnection();
        if (connection instanceof SslConnection tls) {
            connection = tls.getSslEndPoint().getConnection();
        }
        // Also true of a connection that never sent a request.
        return connection instanceof ProxyHeaderConnection
                || connection instanceof HttpConnection http && http.getMessagesIn() == http.getMessagesOut();
    }

    /**
     * Serves the connections, those that TCP routes open to upstreams too: on the gateway's loops where there are some,
     * else on its own selectors.
     */
    private final class Selectors extends ServerConnectorManager implements EventLoops.Tenant {
        /** Accepted, but no endpoint yet: a selector has them in its queue, where nobody else would close them. */
        private final Set<SelectableChannel> opening = ConcurrentHashMap.newKeySet();

        private volatile boolean stopped;

        Selectors(Executor executor, Scheduler scheduler, int selectors) {
            super(executor, scheduler, selectors);
        }

        @Override
        protected void doStart() throws Exception {
            stopped = false;
            if (loops == null) {
                super.doStart();
            }
        }

        @Override
        protected void doStop() throws Exception {
            stopped = true;
            opening.forEach(IO::close);
            if (loops == null) {
                super.doStop();
            } else {
                getConnectedEndPoints().forEach(EndPoint::close);
            }
        }

        @Override
        public void accept(SelectableChannel channel, @Nullable Object attachment) {
            if (!(attachment instanceof Dial) && !open.tryTake()) {
                settings.connections().refused(key, ConnectionSink.Refusal.LIMIT);
                Resets.reset((SocketChannel) channel);
                return;
            }
            opening.add(channel);
            if (loops == null) {
                super.accept(channel, attachment);
            } else {
                loops.accept(channel, this, attachment);
            }
            if (stopped && opening.remove(channel)) {
                IO.close(channel);
            }
        }

        @Override
        protected void onAcceptFailed(SelectableChannel channel, Throwable cause, @Nullable Object attachment) {
            acceptFailed(channel, attachment);
            super.onAcceptFailed(channel, cause, attachment);
        }

        @Override
        public void acceptFailed(SelectableChannel channel, @Nullable Object attachment) {
            opening.remove(channel);
            if (!(attachment instanceof Dial)) {
                open.release();
            }
        }

        @Override
        protected void endPointClosed(EndPoint endPoint) {
            super.endPointClosed(endPoint);
            if (endPoint instanceof LingeringEndPoint) {
                open.release();
            }
        }

        @Override
        public void connect(SelectableChannel channel, @Nullable Object attachment) {
            if (loops == null) {
                super.connect(channel, attachment);
            } else {
                loops.connect(channel, this, attachment);
            }
        }

        @Override
        public SocketChannelEndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key)
                throws IOException {
            opening.remove(channel);
            return super.newEndPoint(channel, selector, key);
        }

        @Override
        protected void endPointOpened(EndPoint endPoint) {
            super.endPointOpened(endPoint);
            boolean late = endPoint instanceof LingeringEndPoint && isShutdown();
            if (stopped || late) {
                endPoint.close();
            }
        }

        @Override
        public Connection newConnection(SelectableChannel channel, EndPoint endPoint, @Nullable Object attachment)
                throws IOException {
            if (attachment instanceof Dial dial) {
                return dial.connected(endPoint);
            }
            return endPoint instanceof LingeringEndPoint client
                            && settings.proxyPeers().test(endPoint.getRemoteSocketAddress())
                    ? proxied(client)
                    : super.newConnection(channel, endPoint, attachment);
        }

        @Override
        public void connectionFailed(SelectableChannel channel, Throwable cause, @Nullable Object attachment) {
            if (attachment instanceof Dial dial) {
                dial.failed(cause);
            }
        }

        @Override
        public void ownedOpened(EndPoint endPoint) {
            endPointOpened(endPoint);
        }

        @Override
        public void ownedClosed(EndPoint endPoint) {
            endPointClosed(endPoint);
        }
    }

    /** The socket of a TCP route to its upstream. */
    private static final class UpstreamEndPoint extends ResetAwareEndPoint implements EventLoops.Owned {
        private final EventLoops.@Nullable Tenant tenant;

        UpstreamEndPoint(
                SocketChannel channel,
                ManagedSelector selector,
                SelectionKey key,
                Scheduler scheduler,
                EventLoops.@Nullable Tenant tenant) {
            super(channel, selector, key, scheduler);
            this.tenant = tenant;
        }

        @Override
        public EventLoops.@Nullable Tenant tenant() {
            return tenant;
        }
    }
}
