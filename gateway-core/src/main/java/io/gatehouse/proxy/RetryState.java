package io.gatehouse.proxy;

import io.gatehouse.exchange.LocalReply;
import io.gatehouse.route.RetrySpec;
import io.gatehouse.upstream.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** What is left of a route's retries for one request, and which failures they are for. */
final class RetryState {
    private static final Set<String> AFTER_SENDING =
            Set.of("5xx", "gateway-error", "reset", "retriable-4xx", "retriable-headers", "envoy-ratelimited");
    private static final Set<String> GRPC =
            Set.of("cancelled", "deadline-exceeded", "internal", "resource-exhausted", "unavailable");

    /** Envoy's default for the longest wait: ten times the base. */
    private static final int MAX_BACKOFF_FACTOR = 10;

    private final RetrySpec spec;
    private int left;
    private int done;
    private List<Endpoint> tried = List.of();

    RetryState(RetrySpec spec) {
        this.spec = spec;
        this.left = spec.attempts();
    }

    /** Whether a request may have to be sent again after its body was read, so that the body must be kept. */
    boolean mayReplay(HttpFields client, boolean http2Upstream) {
        if (spec.attempts() == 0) {
            return false;
        }
        Set<String> on = spec.on();
        return !spec.statuses().isEmpty()
                || spec.perTryTimeout() != null
                || !Collections.disjoint(on, AFTER_SENDING)
                || (http2Upstream && on.contains("refused-stream"))
                || (LocalReply.isGrpc(client) && !Collections.disjoint(on, GRPC));
    }

    /** Whether this answer should be tried again. */
    boolean wants(int status, HttpFields answer) {
        if (left == 0) {
            return false;
        }
        Set<String> on = spec.on();
        if (answer.contains("x-envoy-ratelimited")) {
            return on.contains("envoy-ratelimited");
        }
        return (status >= 500 && on.contains("5xx"))
                || (status >= 502 && status <= 504 && on.contains("gateway-error"))
                || (status == 409 && on.contains("retriable-4xx"))
                || !spec.statuses().isEmpty() && spec.statuses().contains(status)
                || wantsGrpc(answer.get("grpc-status"), on);
    }

    private static boolean wantsGrpc(@Nullable String status, Set<String> on) {
        if (status == null) {
            return false;
        }
        return switch (status) {
            case "1" -> on.contains("cancelled");
            case "4" -> on.contains("deadline-exceeded");
            case "8" -> on.contains("resource-exhausted");
            case "13" -> on.contains("internal");
            case "14" -> on.contains("unavailable");
            default -> false;
        };
    }

    /**
     * Whether this failure should be tried again.
     *
     * @param sent whether anything of the request went out
     */
    boolean wants(UpstreamFailure failure, boolean sent) {
        if (left == 0 || failure == UpstreamFailure.OVERFLOW) {
            return false;
        }
        Set<String> on = spec.on();
        return on.contains("reset")
                || on.contains("5xx")
                || on.contains("gateway-error")
                || (!sent && on.contains("reset-before-request"))
                || (failure.isConnect() && on.contains("connect-failure"))
                || (failure == UpstreamFailure.REFUSED_STREAM && on.contains("refused-stream"));
    }

    /** Takes one retry, and says how many milliseconds to wait before it. */
    long take() {
        left--;
        done++;
        long base = Math.max(1, spec.backoff().toMillis());
        long bound = Math.min(base * ((1L << Math.min(done, 20)) - 1), base * MAX_BACKOFF_FACTOR);
        return ThreadLocalRandom.current().nextLong(bound + 1);
    }

    /** Keeps that an endpoint was tried. */
    void tried(Endpoint endpoint) {
        if (spec.attempts() > 0 && spec.avoidPreviousHosts()) {
            if (tried.isEmpty()) {
                tried = List.of(endpoint);
            } else {
                tried = new ArrayList<>(tried);
                tried.add(endpoint);
            }
        }
    }

    /** Endpoints that the next attempt should avoid. */
    Collection<Endpoint> tried() {
        return tried;
    }
}
