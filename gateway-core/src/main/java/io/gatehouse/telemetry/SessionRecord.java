package io.gatehouse.telemetry;

import io.gatehouse.route.ListenerKey;
import org.jspecify.annotations.Nullable;

/**
 * One finished connection of a TCP route, as it is told to those who count and log.
 *
 * @param client who connected
 * @param upstream where it went
 * @param end how it ended
 * @param failure what broke it off; null when nothing did
 * @param bytesReceived bytes from the client
 * @param bytesSent bytes to the client
 * @param startMillis when it was accepted, in milliseconds since the epoch
 * @param durationNanos from then to its end
 */
public record SessionRecord(
        Client client,
        Upstream upstream,
        SessionEnd end,
        @Nullable String failure,
        long bytesReceived,
        long bytesSent,
        long startMillis,
        long durationNanos)
        implements AccessLogEntry {
    /**
     * The client's side.
     *
     * @param listener where it came in
     * @param address the peer's, with port
     * @param sni null without TLS
     */
    public record Client(
            @Nullable ListenerKey listener,
            @Nullable String address,
            @Nullable String sni) {}

    /**
     * The upstream's side.
     *
     * @param route the route's name; null when none fitted
     * @param cluster null when no route fitted
     * @param host address and port of the endpoint; null when none was tried
     */
    public record Upstream(
            @Nullable String route,
            @Nullable String cluster,
            @Nullable String host) {
        /** No route fitted. */
        public static final Upstream NONE = new Upstream(null, null, null);
    }
}
