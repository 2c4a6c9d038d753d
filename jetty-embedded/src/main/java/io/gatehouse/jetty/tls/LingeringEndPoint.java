package io.gatehouse.jetty.tls;

import io.gatehouse.jetty.exchange.WatchedEndPoint;
import io.gatehouse.upstream.connection.EventLoops;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An accepted socket that, once asked to, outlives its close for a moment with only its output shut down. Bytes that
 * arrive at a closed socket are answered by a reset, which can overtake the alert that tells the client why its
 * handshake was refused.
 */
public final class LingeringEndPoint extends WatchedEndPoint implements EventLoops.Owned {
    private static final Logger LOG = LoggerFactory.getLogger(LingeringEndPoint.class);
    private static final Duration MOMENT = Duration.ofMillis(300);

    private final Scheduler scheduler;
    private final EventLoops.@Nullable Tenant tenant;
    private volatile boolean lingers;
    private volatile @Nullable SocketAddress peer;
    private volatile @Nullable SocketAddress local;

    /**
     * Makes an endpoint that closes at once unless asked to linger.
     *
     * @param newTenant is told of its opening and end, on {@link EventLoops}
     */
    public LingeringEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            Executor executor,
            EventLoops.@Nullable Tenant newTenant) {
        super(channel, selector, key, scheduler, executor);
        this.scheduler = scheduler;
        this.tenant = newTenant;
    }

    @Override
    public EventLoops.@Nullable Tenant tenant() {
        return tenant;
    }

    /** Takes over the addresses that a trusted proxy in front has told. */
    public void presentAs(SocketAddress newPeer, SocketAddress newLocal) {
        peer = newPeer;
        local = newLocal;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        SocketAddress presented = peer;
        return presented == null ? super.getRemoteSocketAddress() : presented;
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        SocketAddress presented = local;
        return presented == null ? super.getLocalSocketAddress() : presented;
    }

    /** Asks it to linger when it is closed. */
    void linger() {
        lingers = true;
    }

    @Override
    public void doClose() {
        if (!lingers) {
            super.doClose();
            return;
        }
        try {
            getChannel().shutdownOutput();
            scheduler.schedule(super::doClose, MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException | RuntimeException gone) {
            LOG.debug("Connection was already closed", gone);
            super.doClose();
        }
    }
}
