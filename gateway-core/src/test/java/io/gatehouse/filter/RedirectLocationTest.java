package io.gatehouse.filter;

import static io.gatehouse.filter.FakeRequest.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.resource.Position;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteAction.Redirect;
import io.gatehouse.route.RoutePolicy;
import io.gatehouse.route.condition.Condition;
import io.gatehouse.route.condition.UriExact;
import io.gatehouse.route.condition.UriPrefix;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectLocationTest {
    @ParameterizedTest(name = "{0} to path={1} authority={2} scheme={3} port={4}")
    @CsvSource({
        // request, path, authority, scheme, port, expected
        "http://app/a/b?q=1,     /new,   ,           ,      0, http://app/new?q=1",
        "http://app/a/b,         /new,   ,           ,      0, http://app/new",
        "http://app/a/b?q=1,     /n?x=1, ,           ,      0, http://app/n?x=1",
        "http://app/a?,          /n,     ,           ,      0, http://app/n?",
        "http://app/a,           n/m,    ,           ,      0, http://app/n/m",
        "http://app/a?q=1,       /n,     new.org,    ,      0, http://new.org/n?q=1",
        "http://app/a,           ,       new.org:99, ,      0, http://new.org:99/a",
        "http://app/a,           ,       ,           https, 0, https://app/a",
        "http://app:38080/a,     ,       ,           https, 0, https://app:38080/a",
        "http://app:80/a,        ,       ,           https, 0, https://app/a",
        "http://app:80/a,        /b,     ,           ,      0, http://app:80/b",
        "https://app:443/a,      ,       ,           http,  0, http://app/a",
        "http://app/a,           ,       ,           ,   8443, http://app:8443/a",
        "http://app:38080/a,     ,       ,           ,   8443, http://app:8443/a",
        "http://app/a,           ,       ,           https, 443, https://app/a",
        "http://app:38080/a,     ,       ,           https, 443, https://app:38080/a",
        "http://app/a,           ,       ,           ,     80, http://app/a",
        "http://[::1]:38080/a,   ,       ,           ,   8443, http://[::1]:8443/a",
        "http://[::1]/a,         ,       ,           ,   8443, http://[::1]:8443/a",
    })
    void whatTheRuleDoesNotNameStays(
            String uri,
            @Nullable String path,
            @Nullable String authority,
            @Nullable String scheme,
            int port,
            String expected) {
        Redirect redirect = new Redirect(path, null, authority, scheme, port, false, 301);
        assertEquals(expected, RedirectLocation.of(request("GET", uri), route(new UriPrefix("/", false)), redirect));
    }

    @ParameterizedTest
    @CsvSource({"/old/x?q=1, /new/x?q=1", "/old, /new", "/older, /newer"})
    void prefixRewriteSwapsTheMatchedPrefixAsPlainText(String target, String expected) {
        Redirect redirect = new Redirect(null, "/new", null, null, 0, false, 302);
        assertEquals(
                "http://app" + expected,
                RedirectLocation.of(
                        request("GET", "http://app" + target), route(new UriPrefix("/old", false)), redirect));
    }

    @Test
    void prefixRewriteOfAnExactMatchReplacesTheWholePath() {
        Redirect redirect = new Redirect(null, "/new", null, null, 0, false, 302);
        assertEquals(
                "http://app/new",
                RedirectLocation.of(request("GET", "http://app/old"), route(new UriExact("/old", false)), redirect));
    }

    @ParameterizedTest
    @CsvSource({
        "http://app/a/b?c=d, https://app/a/b?c=d",
        "http://app:38080/a, https://app:38080/a",
        "http://app:80/a,    https://app/a",
        "http://APP/a,       https://APP/a",
    })
    void httpsRedirectKeepsHostAndPort(String uri, String expected) {
        assertEquals(expected, RedirectLocation.toHttps(request("GET", uri)));
    }

    private static Route route(Condition condition) {
        Redirect any = new Redirect("/", null, null, null, 0, false, 301);
        return new Route("", "ns/vs", List.of(condition), any, RoutePolicy.DEFAULT, Position.NONE);
    }
}
