package io.gatehouse.jetty.listener;

import io.gatehouse.jetty.tls.TlsLibraries;
import io.gatehouse.jetty.tls.TlsProvider;
import io.gatehouse.telemetry.ConnectionSink;
import io.gatehouse.upstream.connection.EventLoops;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * What all listeners have in common and no Gateway says.
 *
 * @param http makes the HTTP configuration of a connector; a TLS connector gets one of its own
 * @param ephemeralPorts bind every listener to a free port instead of its own, to be looked up by server name (tests)
 * @param idleTimeout a connection without a byte for so long is closed
 * @param headersTimeout a request whose head is not complete after so long is answered 408
 * @param handshakeTimeout a PROXY header or TLS ClientHello that is not complete after so long closes the connection
 * @param drain how long the requests of a removed listener may go on
 * @param backlog connections that the kernel holds until they are accepted
 * @param maxConnections that one port may have at one time; further ones are reset. All ports together have no more
 *     than half of the process's file descriptors, since each connection may need another to an upstream
 * @param proxyPeers peers whose connections begin with a PROXY header, and without one are refused
 * @param tls whose TLS shakes hands
 * @param connections hears of TCP routes' connections and of refused ones
 * @param loops that serve the connections, the upstreams' too; null where the server's threads may block, which then
 *     gives each listener selectors of its own
 */
public record ListenerSettings(
        Supplier<HttpConfiguration> http,
        boolean ephemeralPorts,
        Duration idleTimeout,
        Duration headersTimeout,
        Duration handshakeTimeout,
        Duration drain,
        int backlog,
        int maxConnections,
        Predicate<SocketAddress> proxyPeers,
        TlsLibraries tls,
        ConnectionSink connections,
        @Nullable EventLoops loops) {
    /** Envoy's stream idle timeout (5 min) and drain time (45 s), and limits against slow clients. */
    public static ListenerSettings of(Supplier<HttpConfiguration> http) {
        return new ListenerSettings(
                http,
                false,
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Duration.ofSeconds(45),
                4096,
                Integer.MAX_VALUE,
                peer -> false,
                TlsLibraries.of(TlsProvider.AUTO),
                ConnectionSink.NONE,
                null);
    }

    /** The same, with every listener on a free port. */
    public ListenerSettings withEphemeralPorts() {
        return with(copy -> copy.ephemeralPorts = true);
    }

    /** The same, with another limit for a request's head, and for a PROXY header or handshake. */
    public ListenerSettings withTimeouts(Duration headers, Duration handshake) {
        return with(copy -> {
            copy.headersTimeout = headers;
            copy.handshakeTimeout = handshake;
        });
    }

    /** The same, with another time to drain. */
    public ListenerSettings withDrain(Duration other) {
        return with(copy -> copy.drain = other);
    }

    /** The same, with another limit of connections. */
    public ListenerSettings withMaxConnections(int other) {
        return with(copy -> copy.maxConnections = other);
    }

    /** The same, with other peers that send a PROXY header. */
    public ListenerSettings withProxyPeers(Predicate<SocketAddress> other) {
        return with(copy -> copy.proxyPeers = other);
    }

    /** The same, with another choice of TLS. */
    public ListenerSettings withTls(TlsLibraries other) {
        return with(copy -> copy.tls = other);
    }

    /** The same, with another hearer of connections. */
    public ListenerSettings withConnections(ConnectionSink other) {
        return with(copy -> copy.connections = other);
    }

    /** The same, with loops that serve the connections. */
    public ListenerSettings withLoops(@Nullable EventLoops other) {
        return with(copy -> copy.loops = other);
    }

    private ListenerSettings with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return new ListenerSettings(
                http,
                copy.ephemeralPorts,
                idleTimeout,
                copy.headersTimeout,
                copy.handshakeTimeout,
                copy.drain,
                backlog,
                copy.maxConnections,
                copy.proxyPeers,
                copy.tls,
                copy.connections,
                copy.loops);
    }

    /** What can be changed, while it is. */
    private static final class Copy {
        private boolean ephemeralPorts;
        private Duration headersTimeout;
        private Duration handshakeTimeout;
        private Duration drain;
        private int maxConnections;
        private Predicate<SocketAddress> proxyPeers;
        private TlsLibraries tls;
        private ConnectionSink connections;
        private @Nullable EventLoops loops;

        private Copy(ListenerSettings settings) {
            this.ephemeralPorts = settings.ephemeralPorts;
            this.headersTimeout = settings.headersTimeout;
            this.handshakeTimeout = settings.handshakeTimeout;
            this.drain = settings.drain;
            this.maxConnections = settings.maxConnections;
            this.proxyPeers = settings.proxyPeers;
            this.tls = settings.tls;
            this.connections = settings.connections;
            this.loops = settings.loops;
        }
    }
}
