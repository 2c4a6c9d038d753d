package io.gatehouse.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.route.RetrySpec;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryStateTest {
    private static final HttpFields GRPC = HttpFields.build().add("content-type", "application/grpc");

    private static RetrySpec spec(int attempts, String on, Integer... statuses) {
        return new RetrySpec(attempts, null, Set.of(on.split("\\+")), Set.of(statuses), Duration.ofMillis(25), true);
    }

    private static RetryState on(String conditions, Integer... statuses) {
        return new RetryState(spec(1, conditions, statuses));
    }

    @ParameterizedTest
    @CsvSource({
        "5xx, 499, false",
        "5xx, 500, true",
        "5xx, 599, true",
        "gateway-error, 501, false",
        "gateway-error, 502, true",
        "gateway-error, 503, true",
        "gateway-error, 504, true",
        "gateway-error, 505, false",
        "retriable-4xx, 409, true",
        "retriable-4xx, 404, false",
        "connect-failure, 503, false",
        "reset, 503, false",
    })
    void conditionsNameTheStatusesThatAreTriedAgain(String on, int status, boolean wanted) {
        assertEquals(wanted, on(on).wants(status, HttpFields.EMPTY));
    }

    @Test
    void namedStatusesAreTriedAgain() {
        RetryState state = on("retriable-status-codes", 418, 503);
        assertTrue(state.wants(418, HttpFields.EMPTY));
        assertTrue(state.wants(503, HttpFields.EMPTY));
        assertFalse(state.wants(500, HttpFields.EMPTY));
    }

    @ParameterizedTest
    @CsvSource({
        "cancelled, 1",
        "deadline-exceeded, 4",
        "resource-exhausted, 8",
        "internal, 13",
        "unavailable, 14",
    })
    void aGrpcConditionIsOfItsGrpcStatusOnly(String on, String status) {
        for (String each : new String[] {"0", "1", "2", "4", "8", "13", "14"}) {
            HttpFields answer = HttpFields.build().add("grpc-status", each);
            assertEquals(each.equals(status), on(on).wants(200, answer), each);
        }
        assertFalse(on(on).wants(200, HttpFields.EMPTY));
    }

    @Test
    void aRateLimitedAnswerIsTriedAgainOnlyOnItsOwnCondition() {
        HttpFields limited = HttpFields.build().add("x-envoy-ratelimited", "true");
        assertFalse(on("5xx").wants(503, limited));
        assertTrue(on("envoy-ratelimited").wants(429, limited));
    }

    @ParameterizedTest
    @CsvSource({
        "reset, TERMINATION, true, true",
        "5xx, TERMINATION, true, true",
        "gateway-error, TERMINATION, true, true",
        "reset-before-request, TERMINATION, true, false",
        "reset-before-request, TERMINATION, false, true",
        "connect-failure, CONNECT, false, true",
        "connect-failure, CONNECT_TIMEOUT, false, true",
        "connect-failure, TERMINATION, false, false",
        "refused-stream, REFUSED_STREAM, true, true",
        "refused-stream, REMOTE_RESET, true, false",
        "retriable-4xx, CONNECT, false, false",
    })
    void conditionsNameTheFailuresThatAreTriedAgain(String on, UpstreamFailure failure, boolean sent, boolean wanted) {
        assertEquals(wanted, on(on).wants(failure, sent));
    }

    @Test
    void overflowIsNeverTriedAgain() {
        assertFalse(on("5xx+reset+gateway-error+connect-failure").wants(UpstreamFailure.OVERFLOW, false));
    }

    @Test
    void theDefaultTriesNeitherA503NorAReset() {
        RetryState state = new RetryState(RetrySpec.DEFAULT);
        assertFalse(state.wants(503, HttpFields.EMPTY));
        assertFalse(state.wants(UpstreamFailure.TERMINATION, true));
        assertTrue(state.wants(UpstreamFailure.CONNECT, false));
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECT", "TERMINATION"})
    void attemptsRunOut(UpstreamFailure failure) {
        RetryState state = new RetryState(spec(2, "5xx"));
        state.take();
        assertTrue(state.wants(500, HttpFields.EMPTY));
        assertTrue(state.wants(failure, true));
        state.take();
        assertFalse(state.wants(500, HttpFields.EMPTY));
        assertFalse(state.wants(failure, true));
    }

    @Test
    void theWaitIsWithinABoundThatDoublesUpToTenTimesTheBase() {
        long[] bounds = {25, 75, 175, 250, 250};
        for (int round = 0; round < 200; round++) {
            RetryState state = new RetryState(spec(bounds.length, "5xx"));
            for (long bound : bounds) {
                long wait = state.take();
                assertTrue(wait >= 0 && wait <= bound, wait + " > " + bound);
            }
        }
    }

    /** Attempts, conditions, whether a gRPC client, whether over HTTP/2, whether the body must be kept. */
    @ParameterizedTest
    @CsvSource({
        "0, 5xx, false, false, false",
        "1, 5xx, false, false, true",
        "1, gateway-error, false, false, true",
        "1, reset, false, false, true",
        "1, retriable-4xx, false, false, true",
        "1, retriable-headers, false, false, true",
        "1, envoy-ratelimited, false, false, true",
        "1, connect-failure, true, true, false",
        "1, refused-stream, false, false, false",
        "1, refused-stream, false, true, true",
        "1, unavailable, false, true, false",
        "1, unavailable, true, true, true",
        "1, unavailable, true, false, true",
    })
    void aBodyIsKeptOnlyWhereItMayBeNeededAgain(int attempts, String on, boolean grpc, boolean http2, boolean kept) {
        RetryState state = new RetryState(spec(attempts, on));
        assertEquals(kept, state.mayReplay(grpc ? GRPC : HttpFields.EMPTY, http2));
    }

    @Test
    void aBodyIsKeptForNamedStatusesAndForTriesThatTimeOut() {
        assertTrue(on("connect-failure", 503).mayReplay(HttpFields.EMPTY, false));
        assertTrue(new RetryState(perTry(Duration.ofSeconds(1))).mayReplay(HttpFields.EMPTY, false));
        assertFalse(new RetryState(perTry(null)).mayReplay(HttpFields.EMPTY, false));
    }

    private static RetrySpec perTry(@Nullable Duration limit) {
        return new RetrySpec(1, limit, Set.of("connect-failure"), Set.of(), Duration.ofMillis(25), true);
    }
}
