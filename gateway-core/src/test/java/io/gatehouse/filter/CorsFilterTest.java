package io.gatehouse.filter;

import static io.gatehouse.filter.FakeRequest.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import io.gatehouse.route.CorsSpec;
import io.gatehouse.route.HeaderOps;
import io.gatehouse.route.RetrySpec;
import io.gatehouse.route.RouteAction;
import io.gatehouse.route.RoutePolicy;
import io.gatehouse.route.condition.TextMatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorsFilterTest {
    private static final CorsSpec FULL = new CorsSpec(
            List.of(
                    new TextMatch.Exact("https://ok.example.org", false),
                    new TextMatch.Prefix("https://pre", false),
                    new TextMatch.Regex(Pattern.compile("https://[a-z]+\\.re\\.org"))),
            "POST,GET",
            "x-a,x-b",
            "x-exp",
            Duration.ofHours(24),
            true,
            true);
    private static final CorsSpec IGNORE = new CorsSpec(FULL.allowOrigins(), "GET", null, "x-exp", null, null, false);
    private static final CorsSpec STARS =
            new CorsSpec(List.of(new TextMatch.Exact("*", false)), "*", "*", null, null, null, true);

    @ParameterizedTest
    @CsvSource({
        "https://ok.example.org, true",
        "https://prefix.org,     true",
        "https://abc.re.org,     true",
        "https://abc.re.org:84,  false",
        "https://bad.org,        false",
        "null,                   false",
    })
    void aPreflightOfAnAllowedOriginIsAnswered(String origin, boolean answered) {
        FakeExchange exchange = send(FULL, preflight(origin));
        assertEquals(answered, !exchange.reachedProxy());
        assertEquals(answered ? 200 : 0, exchange.status());
    }

    @Test
    void aPreflightIsToldAllThatIsAllowed() {
        assertEquals(
                Map.of(
                        "access-control-allow-origin", "https://ok.example.org",
                        "access-control-allow-credentials", "true",
                        "access-control-allow-methods", "POST,GET",
                        "access-control-allow-headers", "x-a,x-b",
                        "access-control-max-age", "86400",
                        "access-control-expose-headers", "x-exp"),
                send(FULL, preflight("https://ok.example.org")).answered());
    }

    @Test
    void anIgnoredPreflightIsToldNoOrigin() {
        FakeExchange exchange = send(IGNORE, preflight("https://bad.org"));
        assertEquals(200, exchange.status());
        assertEquals(Map.of("access-control-allow-methods", "GET"), exchange.answered());
    }

    @Test
    void aStarEchoesWhatWasAskedFor() {
        assertEquals(
                Map.of(
                        "access-control-allow-origin", "https://any.org",
                        "access-control-allow-methods", "POST",
                        "access-control-allow-headers", "x-q"),
                send(STARS, preflight("https://any.org").with("access-control-request-headers", "x-q"))
                        .answered());
    }

    @Test
    void optionsWithoutARequestedMethodIsNoPreflight() {
        FakeExchange exchange = send(FULL, request("OPTIONS", "http://app/").with("origin", "https://ok.example.org"));
        assertTrue(exchange.reachedProxy());
        assertEquals(
                "https://ok.example.org",
                exchange.answer(200, Map.of()).answered().get("access-control-allow-origin"));
    }

    @Test
    void theUpstreamsOwnHeadersAreReplaced() {
        Map<String, String> upstream = Map.of("access-control-allow-origin", "https://up.org", "vary", "accept");
        assertEquals(
                Map.of(
                        "access-control-allow-origin", "https://ok.example.org",
                        "access-control-allow-credentials", "true",
                        "access-control-expose-headers", "x-exp",
                        "vary", "accept"),
                send(FULL, request("GET", "http://app/").with("origin", "https://ok.example.org"))
                        .answer(200, upstream)
                        .answered());
    }

    @Test
    void aForeignOriginsAnswerIsLeftAlone() {
        assertEquals(
                Map.of(),
                send(FULL, request("GET", "http://app/").with("origin", "https://bad.org"))
                        .answer(200, Map.of())
                        .answered());
    }

    @Test
    void directResponsesHaveNoCors() {
        FakeExchange exchange = FakeExchange.routed(
                        preflight("https://ok.example.org"),
                        new RouteAction.DirectResponse(200, new byte[0]),
                        policy(FULL, HeaderOps.NONE))
                .run(new CorsFilter(), new DirectResponseFilter());
        assertEquals(Map.of(), exchange.answered());
        assertFalse(exchange.reachedProxy());
    }

    @Test
    void aPreflightHasNoneOfTheRoutesHeaders() {
        HeaderOps set = new HeaderOps(List.of(new HeaderOps.Entry("x-set", "1")), List.of(), List.of());
        FakeExchange exchange = FakeExchange.routed(
                        preflight("https://any.org"), FakeExchange.forward(), policy(STARS, set))
                .run(new HeadersFilter(), new CorsFilter());
        assertFalse(exchange.answered().containsKey("x-set"));
    }

    private static FakeRequest preflight(String origin) {
        return request("OPTIONS", "http://app/").with("origin", origin).with("access-control-request-method", "POST");
    }

    private static FakeExchange send(CorsSpec cors, FakeRequest request) {
        return FakeExchange.routed(request, FakeExchange.forward(), policy(cors, HeaderOps.NONE))
                .run(new CorsFilter());
    }

    private static RoutePolicy policy(CorsSpec cors, HeaderOps response) {
        return new RoutePolicy(null, RetrySpec.DEFAULT, null, null, List.of(), cors, HeaderOps.NONE, response);
    }
}
