package io.gatehouse.proxy;

import io.gatehouse.telemetry.ResponseReason;
import java.net.SocketTimeoutException;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.RetryableRequestException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http2.hpack.HpackException;
import org.jspecify.annotations.Nullable;

/** Why an attempt ended without an answer, with Envoy's words for it. */
enum UpstreamFailure {
    CONNECT("remote connection failure", 503, ResponseReason.CONNECTION_FAILURE),
    CONNECT_TIMEOUT("connection timeout", 503, ResponseReason.CONNECTION_TIMEOUT),
    TERMINATION("connection termination", 503, ResponseReason.CONNECTION_TERMINATION),
    REMOTE_RESET("remote reset", 503, ResponseReason.REMOTE_RESET),
    REFUSED_STREAM("remote refused stream reset", 503, ResponseReason.REMOTE_RESET),
    PROTOCOL("protocol error", 502, ResponseReason.PROTOCOL_ERROR),
    OVERFLOW("overflow", 503, ResponseReason.OVERFLOW),
    PER_TRY_TIMEOUT("", 504, ResponseReason.PER_TRY_TIMEOUT);

    private static final Pattern RESET_CODE =
            Pattern.compile("[a-z0-9_]+_error|reset_code_\\d+|.*cancel_stream.*|HTTP/2 reset.*");

    private static final Pattern BROKEN_RULES =
            Pattern.compile("(protocol|flow_control|frame_size|compression|enhance_your_calm)_error/.*");

    private final String words;
    private final int status;
    private final ResponseReason reason;

    UpstreamFailure(String words, int status, ResponseReason reason) {
        this.words = words;
        this.status = status;
        this.reason = reason;
    }

    /**
     * Names a failure.
     *
     * @param connected whether the request had a connection
     */
    static UpstreamFailure of(Throwable cause, boolean connected) {
        if (cause instanceof RejectedExecutionException) {
            return OVERFLOW;
        }
        if (!connected) {
            return cause instanceof SocketTimeoutException ? CONNECT_TIMEOUT : CONNECT;
        }
        for (Throwable at = cause; at != null; at = at.getCause()) {
            // The connection counts as made when TLS is
            if (at instanceof SocketTimeoutException) {
                return CONNECT_TIMEOUT;
            }
            if (at instanceof SSLException) {
                return CONNECT;
            }
            // A stream that the upstream's GOAWAY leaves out
            if (at instanceof RetryableRequestException) {
                return REFUSED_STREAM;
            }
            if (at instanceof HttpResponseException || at instanceof HttpException || at instanceof HpackException) {
                return PROTOCOL;
            }
            UpstreamFailure told = byWords(at.getMessage());
            if (told != null) {
                return told;
            }
        }
        return TERMINATION;
    }

    /** HttpClient tells of a RST_STREAM, and of what the connection could not read, only by its message. */
    private static @Nullable UpstreamFailure byWords(@Nullable String words) {
        if (words == null) {
            return null;
        }
        if (words.contains("refused_stream")) {
            return REFUSED_STREAM;
        }
        if (BROKEN_RULES.matcher(words).matches()) {
            return PROTOCOL;
        }
        return RESET_CODE.matcher(words).matches() ? REMOTE_RESET : null;
    }

    int status() {
        return status;
    }

    ResponseReason reason() {
        return reason;
    }

    /** The answer's text. */
    String body(int attempts) {
        if (this == PER_TRY_TIMEOUT) {
            return "upstream request timeout";
        }
        String retried = attempts > 1 ? "retried and the latest reset reason: " : "reset reason: ";
        return "upstream connect error or disconnect/reset before headers. " + retried + words;
    }

    boolean isConnect() {
        return this == CONNECT || this == CONNECT_TIMEOUT;
    }
}
