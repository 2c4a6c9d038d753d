package io.gatehouse.jetty.listener;

import io.gatehouse.upstream.connection.EventLoops;
import java.time.Duration;
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
 * @param handshakeTimeout a TLS ClientHello that is not complete after so long closes the connection
 * @param drain how long the requests of a removed listener may go on
 * @param backlog connections that the kernel holds until they are accepted
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
                null);
    }

    /** The same, with every listener on a free port. */
    public ListenerSettings withEphemeralPorts() {
        return new ListenerSettings(http, true, idleTimeout, headersTimeout, handshakeTimeout, drain, backlog, loops);
    }
}
