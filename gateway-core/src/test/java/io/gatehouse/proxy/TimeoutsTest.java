package io.gatehouse.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.route.HeaderOps;
import io.gatehouse.route.RetrySpec;
import io.gatehouse.route.RoutePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeoutsTest {
    private static final HttpFields PLAIN = HttpFields.EMPTY;

    private static RoutePolicy policy(@Nullable Long total, @Nullable Long perTry) {
        RetrySpec retry = new RetrySpec(2, duration(perTry), Set.of(), Set.of(), Duration.ofMillis(25), true);
        return new RoutePolicy(duration(total), retry, null, null, List.of(), null, HeaderOps.NONE, HeaderOps.NONE);
    }

    private static @Nullable Duration duration(@Nullable Long millis) {
        return millis == null ? null : Duration.ofMillis(millis);
    }

    private static HttpFields grpc(String timeout) {
        return HttpFields.build().add("content-type", "application/grpc").add("grpc-timeout", timeout);
    }

    /** Of the route, of a try, what counts of each; 0 for none. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, 0, 0",
                "1000, -, 1000, 0",
                "-, 200, 0, 200",
                "1000, 200, 1000, 200",
                "1000, 999, 1000, 999",
                "1000, 1000, 1000, 0",
                "1000, 2000, 1000, 0",
            })
    void aTryIsLimitedOnlyWithinTheWhole(@Nullable Long total, @Nullable Long perTry, long whole, long each) {
        assertEquals(new Timeouts(whole, each), Timeouts.of(policy(total, perTry), PLAIN));
    }

    @ParameterizedTest
    @CsvSource({
        "2H, 7200000",
        "3M, 180000",
        "5S, 5000",
        "7m, 7",
        "99999999m, 99999999",
        "1000u, 1",
        "1001u, 2",
        "1u, 1",
        "1000000n, 1",
        "1000001n, 2",
        "1n, 1",
        "0S, 0",
        "S, 0",
        "'', 0",
        "5, 0",
        "5x, 0",
        "-5S, 0",
        "1.5S, 0",
        "123456789m, 0",
    })
    void grpcTellsItsTimeoutInEightDigitsAndAUnit(String timeout, long millis) {
        assertEquals(new Timeouts(millis, 0), Timeouts.of(policy(null, null), grpc(timeout)));
    }

    @ParameterizedTest
    @CsvSource({"1S, 1000", "2S, 2000", "3S, 2000", "0S, 2000", "nonsense, 2000"})
    void theShorterOfRouteAndGrpcClientCounts(String timeout, long millis) {
        assertEquals(new Timeouts(millis, 0), Timeouts.of(policy(2000L, null), grpc(timeout)));
    }

    @Test
    void onlyGrpcClientsHaveAGrpcTimeout() {
        HttpFields fields = HttpFields.build().add("content-type", "text/plain").add("grpc-timeout", "1S");
        assertEquals(new Timeouts(2000, 0), Timeouts.of(policy(2000L, null), fields));
    }

    /** Whole, try, elapsed, what the upstream is told; 0 for nothing. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 500, 0",
        "1000, 0, 0, 1000",
        "1000, 0, 400, 600",
        "1000, 200, 0, 200",
        "1000, 200, 800, 200",
        "1000, 200, 801, 199",
        "1000, 200, 1500, 1",
        "0, 200, 5000, 200",
    })
    void theUpstreamIsToldOfWhatIsLeftAndAtLeastOneMillisecond(long total, long perTry, long elapsed, long told) {
        assertEquals(told, new Timeouts(total, perTry).expected(elapsed));
    }
}
