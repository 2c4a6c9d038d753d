package io.gatehouse.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.google.re2j.Pattern;
import io.gatehouse.resource.Position;
import io.gatehouse.route.condition.Condition;
import io.gatehouse.route.condition.HeaderPresent;
import io.gatehouse.route.condition.UriExact;
import io.gatehouse.route.condition.UriPrefix;
import io.gatehouse.route.condition.UriRegex;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first route that takes a path, by the index and by asking each one. */
class RouteIndexTest {
    private static final HeaderPresent BETA = new HeaderPresent("x-beta");

    /** Enough routes to be indexed; each is named by what it asks. */
    private static final RouteIndex INDEX = RouteIndex.of(List.of(
            route("exact /a with header", new UriExact("/a", false), BETA),
            route("exact /a", new UriExact("/a", false)),
            route("prefix /a/b with header", new UriPrefix("/a/b", false), BETA),
            route("regex /a/b[0-9]+", new UriRegex(Pattern.compile("/a/b[0-9]+"))),
            route("prefix /a/b", new UriPrefix("/a/b", false)),
            route("exact /a/b/c, too late", new UriExact("/a/b/c", false)),
            route("exact /CASE in any case", new UriExact("/CASE", true)),
            route("prefix /any in any case", new UriPrefix("/any", true)),
            route("header", BETA),
            route("prefix /a/", new UriPrefix("/a/", false)),
            route("prefix /longest/of/all/prefixes", new UriPrefix("/longest/of/all/prefixes", false)),
            route("exact /longest/of/all/prefixes/is/not", new UriExact("/longest/of/all/prefixes/is/not", false)),
            route("prefix /z", new UriPrefix("/z", false))));

    private static Route route(String name, Condition... conditions) {
        return new Route(
                name,
                "ns/vs",
                List.of(conditions),
                new RouteAction.DirectResponse(200, new byte[0]),
                RoutePolicy.DEFAULT,
                Position.NONE);
    }

    private static String first(RouteIndex index, TestRequest request, DecisionTrace trace) {
        Route route = index.first(request, trace);
        return route == null ? "none" : route.name();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/a | exact /a",
                "/a?q | exact /a",
                "/a/ | prefix /a/",
                "/a/c | prefix /a/",
                "/a/b | prefix /a/b",
                "/a/b7 | regex /a/b[0-9]+",
                "/a/b7x | prefix /a/b",
                "/a/b/c | prefix /a/b",
                "/case | exact /CASE in any case",
                "/CASEs | none",
                "/ANYthing | prefix /any in any case",
                "/longest/of/all/prefixes | prefix /longest/of/all/prefixes",
                "/longest/of/all/prefixes/is/not | prefix /longest/of/all/prefixes",
                "/longest/of/all/prefixe | none",
                "/z | prefix /z",
                "/Z | none",
                "/ab | none",
                "/ | none",
                "'' | none",
            })
    void theFirstOfTheRoutesThatTakeAPathWins(String target, String route) {
        assertEquals(route, first(INDEX, TestRequest.get(target), DecisionTrace.OFF));
        assertEquals(route, first(INDEX, TestRequest.get(target), new DecisionTrace() {}));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/a | exact /a with header",
                "/a/b7 | prefix /a/b with header",
                "/a/c | header",
                "/z | header",
                "/case | exact /CASE in any case",
                "/unknown | header",
            })
    void routesWithoutAPathTakeTheirTurn(String target, String route) {
        TestRequest request = TestRequest.get(target).with("x-beta", "1");
        assertEquals(route, first(INDEX, request, DecisionTrace.OFF));
        assertEquals(route, first(INDEX, request, new DecisionTrace() {}));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 200})
    void aShortListAndALongOneAnswerAlike(int routes) {
        List<Route> list = new ArrayList<>();
        for (int i = 0; i < routes; i++) {
            list.add(route("r" + i, i % 2 == 0 ? new UriExact("/" + i, false) : new UriPrefix("/" + i + "/", false)));
        }
        RouteIndex index = RouteIndex.of(list);
        assertEquals(list, index.routes());
        for (int i = 0; i < routes; i++) {
            String path = "/" + i + (i % 2 == 0 ? "" : "/x");
            assertSame(list.get(i), index.first(TestRequest.get(path), DecisionTrace.OFF), path);
            assertNull(index.first(TestRequest.get("/" + i + "-"), DecisionTrace.OFF));
        }
    }

    @Test
    void pathsThatHashAlikeAreToldApart() {
        // "Aa" and "BB" have the same String.hashCode, and so have all combinations of them
        List<String> alike = List.of("/AaAaAa", "/AaAaBB", "/AaBBAa", "/AaBBBB", "/BBAaAa", "/BBAaBB", "/BBBBAa");
        List<Route> exact = new ArrayList<>();
        List<Route> prefixes = new ArrayList<>();
        for (String path : alike) {
            exact.add(route(path, new UriExact(path, false)));
            prefixes.add(route(path, new UriPrefix(path, false)));
        }
        exact.add(route("/other", new UriExact("/other", false)));
        prefixes.add(route("/other", new UriPrefix("/other", false)));
        for (RouteIndex index : List.of(RouteIndex.of(exact), RouteIndex.of(prefixes))) {
            alike.forEach(path -> assertEquals(path, first(index, TestRequest.get(path), DecisionTrace.OFF)));
            assertEquals("none", first(index, TestRequest.get("/BBBBBB"), DecisionTrace.OFF));
        }
    }

    @Test
    void someoneWhoListensHearsOfEveryRouteTried() {
        List<String> tried = new ArrayList<>();
        INDEX.first(TestRequest.get("/a/b"), new DecisionTrace() {
            @Override
            public void route(Route route) {
                tried.add(route.name());
            }

            @Override
            public void condition(Condition condition, boolean matched) {
                tried.add(condition.describe() + ": " + matched);
            }
        });
        assertEquals(
                List.of(
                        "exact /a with header",
                        "uri exact \"/a\": false",
                        "exact /a",
                        "uri exact \"/a\": false",
                        "prefix /a/b with header",
                        "uri prefix \"/a/b\": true",
                        "header x-beta present: false",
                        "regex /a/b[0-9]+",
                        "uri regex \"/a/b[0-9]+\": false",
                        "prefix /a/b",
                        "uri prefix \"/a/b\": true"),
                tried);
    }

    @Test
    void noRoutesTakeNothing() {
        assertSame(RouteIndex.EMPTY, RouteIndex.of(List.of()));
        assertNull(RouteIndex.EMPTY.first(TestRequest.get("/"), DecisionTrace.OFF));
    }
}
