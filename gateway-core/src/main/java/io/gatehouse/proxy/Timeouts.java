package io.gatehouse.proxy;

import io.gatehouse.exchange.LocalReply;
import io.gatehouse.route.RoutePolicy;
import java.time.Duration;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of one request, in milliseconds; 0 for none.
 *
 * @param total of the whole request, retries included: the route's timeout, or for gRPC the client's
 *     {@code grpc-timeout} where that is shorter
 * @param perTry of one attempt
 */
record Timeouts(long total, long perTry) {
    private static final int MAX_DIGITS = 8;

    static Timeouts of(RoutePolicy policy, HttpFields client) {
        long route = millis(policy.timeout());
        String grpc = client.get("grpc-timeout");
        if (grpc != null && LocalReply.isGrpc(client)) {
            long asked = grpcMillis(grpc);
            route = asked > 0 && (route == 0 || asked < route) ? asked : route;
        }
        long perTry = millis(policy.retry().perTryTimeout());
        return new Timeouts(route, route > 0 && perTry >= route ? 0 : perTry);
    }

    /** What an attempt tells the upstream of its time ({@code x-envoy-expected-rq-timeout-ms}). */
    long expected(long elapsed) {
        long expected = perTry == 0 ? total : perTry;
        return expected > 0 && total > 0 ? Math.max(1, Math.min(expected, total - elapsed)) : expected;
    }

    private static long millis(@Nullable Duration duration) {
        return duration == null ? 0 : duration.toMillis();
    }

    /** gRPC over HTTP/2: at most eight digits and a unit; anything else is no timeout. */
    private static long grpcMillis(String value) {
        int digits = value.length() - 1;
        if (digits < 1 || digits > MAX_DIGITS) {
            return 0;
        }
        long number = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(value.charAt(i), 10);
            if (digit < 0) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return switch (value.charAt(digits)) {
            case 'H' -> number * 3_600_000;
            case 'M' -> number * 60_000;
            case 'S' -> number * 1000;
            case 'm' -> number;
            case 'u' -> (number + 999) / 1000;
            case 'n' -> (number + 999_999) / 1_000_000;
            default -> 0;
        };
    }
}
