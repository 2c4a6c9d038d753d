package io.gatehouse.telemetry;

import io.gatehouse.route.Decision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One finished request, as it is told to those who count and log. It holds nothing of the exchange itself.
 *
 * @param client who asked, and what
 * @param decision what routing decided; null when the request was refused before
 * @param status the answer's code; 0 when there was none
 * @param reason why the answer is what it is; null when unknown
 * @param failure what broke the exchange off; null after a complete answer
 * @param upstream where it went
 * @param bytesReceived bytes of the request's body
 * @param bytesSent bytes of the answer's body
 * @param startMillis when the request's head arrived, in milliseconds since the epoch
 * @param durationNanos from then to the end of the answer
 */
public record RequestRecord(
        Client client,
        @Nullable Decision decision,
        int status,
        @Nullable ResponseReason reason,
        @Nullable String failure,
        Upstream upstream,
        long bytesReceived,
        long bytesSent,
        long startMillis,
        long durationNanos)
        implements AccessLogEntry {
    /**
     * The client's side.
     *
     * @param address the peer's, with port
     * @param sni null without TLS
     * @param protocol such as {@code HTTP/1.1}
     * @param path with the query, after normalisation
     * @param userAgent the header
     */
    public record Client(
            @Nullable String address,
            @Nullable String sni,
            String protocol,
            String method,
            String scheme,
            String authority,
            String path,
            @Nullable String userAgent) {}

    /**
     * The upstream's side.
     *
     * @param cluster null when the request was not routed to one
     * @param host address and port of the last endpoint tried; null when none was
     * @param attempts how often the request was sent
     * @param requestId the {@code x-request-id} that it was given
     * @param forwardedFor the {@code x-forwarded-for} that it was given
     */
    public record Upstream(
            @Nullable String cluster,
            @Nullable String host,
            int attempts,
            @Nullable String requestId,
            @Nullable String forwardedFor) {
        /** Nothing went upstream. */
        public static final Upstream NONE = new Upstream(null, null, 0, null, null);
    }

    /** Envoy's response flags, with a comma between; {@code -} for none. */
    public String flags() {
        if (reason == null) {
            return failure == null ? "-" : ResponseReason.DOWNSTREAM_DISCONNECT.flag();
        }
        return retriesExhausted() ? String.join(",", flagsWithRetry(reason)) : reason.flag();
    }

    private static List<String> flagsWithRetry(ResponseReason reason) {
        return reason.flag().equals("-") ? List.of("URX") : List.of("URX", reason.flag());
    }

    private boolean retriesExhausted() {
        if (status < 500 || upstream.attempts < 2 || decision == null || decision.route() == null) {
            return false;
        }
        return upstream.attempts > decision.route().policy().retry().attempts();
    }

    /** Envoy's response code detail; {@code -} when unknown. */
    public String detail() {
        if (reason == null) {
            return failure == null ? "-" : ResponseReason.DOWNSTREAM_DISCONNECT.detail();
        }
        return reason.detail();
    }
}
