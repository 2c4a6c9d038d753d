package io.gatehouse.upstream.connection;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the connections of a pool are opened and how long they live.
 *
 * @param address where they lead
 * @param channels opens a channel that is not connected yet
 * @param shared whether all event loops share them, since their number is small; else each loop has its own
 * @param connectTimeout for opening one
 * @param idleTimeout how long one is kept without a request; zero for as long as it likes
 * @param requestIdleTimeout how long nothing may move while there is a request
 * @param maxUses requests on one connection; 0 for any number
 * @param maxDuration age after which one takes no more requests; null for any
 */
public record Http1Settings(
        SocketAddress address,
        Channels channels,
        boolean shared,
        Duration connectTimeout,
        Duration idleTimeout,
        Duration requestIdleTimeout,
        int maxUses,
        @Nullable Duration maxDuration) {
    /** Opens channels. */
    public interface Channels {
        /** A channel that is not connected yet. */
        SocketChannel open() throws IOException;
    }

    /** Whether there may be more. */
    public interface Limits {
        /**
         * Whether one more connection may be opened.
         *
         * @param own connections that the pool has
         */
        boolean mayConnect(int own);

        /** Whether one more request may wait for a connection. */
        boolean mayWait();
    }

    /** How often the idle time is looked at, in milliseconds; 0 for never. */
    long checkEvery() {
        return idleTimeout.isZero()
                ? requestIdleTimeout.toMillis()
                : Math.min(idleTimeout.toMillis(), requestIdleTimeout.toMillis());
    }
}
