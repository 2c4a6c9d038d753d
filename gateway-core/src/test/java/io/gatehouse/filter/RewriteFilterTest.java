package io.gatehouse.filter;

import static io.gatehouse.filter.FakeRequest.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.re2j.Pattern;
import io.gatehouse.route.HeaderOps;
import io.gatehouse.route.RetrySpec;
import io.gatehouse.route.RewriteSpec;
import io.gatehouse.route.RoutePolicy;
import io.gatehouse.route.WeightedCluster;
import io.gatehouse.route.condition.Condition;
import io.gatehouse.route.condition.UriExact;
import io.gatehouse.route.condition.UriPrefix;
import io.gatehouse.route.condition.UriRegex;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewriteFilterTest {
    @ParameterizedTest
    @CsvSource({
        // matched prefix, rewrite.uri, request, upstream
        "/p1,   /new,   /p1,         /new",
        "/p1,   /new,   /p1a,        /newa",
        "/p2s/, /,      /p2s/a,      /a",
        "/p3,   /,      /p3/a,       //a",
        "/p4/,  /new/,  /p4/a,       /new/a",
        "/p4/,  /new/,  /p4/a?q=1,   /new/a?q=1",
        "/qry,  /n?x=1, /qry/a?b=1,  /n?x=1/a?b=1",
        "/,     /new,   /a,          /newa",
    })
    void theMatchedPrefixIsSwappedAsPlainText(String prefix, String uri, String target, String expected) {
        FakeExchange exchange = send(target, new RewriteSpec(uri, null, null, null), new UriPrefix(prefix, false));
        assertEquals(expected, exchange.upstream().pathAndQuery());
        assertEquals(Map.of("x-envoy-original-path", target), exchange.forwarded());
    }

    @Test
    void theMatchedPrefixIsSwappedInAnyCase() {
        FakeExchange exchange = send("/IC/a", new RewriteSpec("/new", null, null, null), new UriPrefix("/ic", true));
        assertEquals("/new/a", exchange.upstream().pathAndQuery());
    }

    @Test
    void withoutAPathConditionTheRootIsThePrefix() {
        assertEquals(
                "/norulea",
                send("/a", new RewriteSpec("/norule", null, null, null))
                        .upstream()
                        .pathAndQuery());
    }

    @Test
    void anExactOrRegexMatchHasTheWholePathReplacedAndKeepsTheQuery() {
        RewriteSpec rewrite = new RewriteSpec("/new", null, null, null);
        assertEquals(
                "/new?q",
                send("/ex?q", rewrite, new UriExact("/ex", false)).upstream().pathAndQuery());
        assertEquals(
                "/new?q",
                send("/rx/a/b?q", rewrite, new UriRegex(Pattern.compile("/rx/.*")))
                        .upstream()
                        .pathAndQuery());
    }

    @ParameterizedTest
    @CsvSource({
        "'^/re2/([^/]+)(/.*)$', '\\2/instance/\\1', /re2/foo/bar/baz?q=1, /bar/baz/instance/foo?q=1",
        "o,                     0,                  /re3/foo/boo?o=o,     /re3/f00/b00?o=o",
        "'/re4/(.*)',           '/x/\\1',           /re4/a,               /x/a",
        "'.*',                  /all,               /a/b,                 /all",
        "'x*',                  '-',                /a,                   '-/-a-'",
        "'(b)|(c)',             '[\\1\\2]',         /abc,                 '/a[b][c]'",
        "a,                     '\\\\$1',           /a,                   '/\\$1'",
        "none,                  x,                  /a?b,                 /a?b",
    })
    void everyMatchOfTheRegexIsSubstituted(String regex, String substitution, String target, String expected) {
        RewriteSpec rewrite = new RewriteSpec(null, null, Pattern.compile(regex), substitution);
        assertEquals(expected, send(target, rewrite).upstream().pathAndQuery());
    }

    @Test
    void theUpstreamIsToldTheOriginalHost() {
        FakeExchange exchange = send("/a", new RewriteSpec(null, "rw.example.org", null, null));
        assertEquals("rw.example.org", exchange.upstream().authority());
        assertEquals("/a", exchange.upstream().pathAndQuery());
        assertEquals(Map.of("x-envoy-original-host", "app.example.com:38080"), exchange.forwarded());
    }

    @ParameterizedTest
    @CsvSource({"rw.example.org, rw.example.org", ", dest.example.org"})
    void theRoutesAuthorityWinsOverTheDestinations(@Nullable String ofRoute, String expected) {
        WeightedCluster destination = new WeightedCluster("a", 1, HeaderOps.NONE, HeaderOps.NONE, "dest.example.org");
        FakeExchange exchange = FakeExchange.routed(
                        request("GET", "http://app/"),
                        FakeExchange.forward(destination),
                        policy(ofRoute == null ? null : new RewriteSpec(null, ofRoute, null, null)))
                .run(new RewriteFilter());
        assertEquals(expected, exchange.upstream().authority());
    }

    @Test
    void withoutARewriteNothingChanges() {
        FakeExchange exchange = send("/a?b", null);
        assertEquals("/a?b", exchange.upstream().pathAndQuery());
        assertEquals("app.example.com:38080", exchange.upstream().authority());
        assertNull(exchange.forwarded().get("x-envoy-original-path"));
    }

    private static FakeExchange send(String target, @Nullable RewriteSpec rewrite, Condition... conditions) {
        return FakeExchange.routed(
                        request("GET", "http://app.example.com:38080" + target),
                        FakeExchange.forward(),
                        policy(rewrite),
                        conditions)
                .run(new RewriteFilter());
    }

    private static RoutePolicy policy(@Nullable RewriteSpec rewrite) {
        return new RoutePolicy(null, RetrySpec.DEFAULT, rewrite, null, List.of(), null, HeaderOps.NONE, HeaderOps.NONE);
    }
}
