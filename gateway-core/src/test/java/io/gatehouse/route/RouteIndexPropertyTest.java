package io.gatehouse.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.re2j.Pattern;
import io.gatehouse.resource.Position;
import io.gatehouse.route.condition.Condition;
import io.gatehouse.route.condition.HeaderPresent;
import io.gatehouse.route.condition.Method;
import io.gatehouse.route.condition.QueryParamPresent;
import io.gatehouse.route.condition.TextMatch;
import io.gatehouse.route.condition.UriExact;
import io.gatehouse.route.condition.UriPrefix;
import io.gatehouse.route.condition.UriRegex;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** The index of paths decides as asking each route in order does. */
class RouteIndexPropertyTest {
    @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
    void indexEqualsLinearMatcher(
            @ForAll("tables") List<LinearRule> rules, @ForAll("requests") List<TestRequest> requests) {
        List<Route> routes = new ArrayList<>();
        rules.forEach(rule -> routes.add(route(rule, routes.size())));
        RouteIndex index = RouteIndex.of(routes);
        for (TestRequest request : requests) {
            int expected = LinearRule.firstMatch(rules, request);
            assertEquals(expected, position(index.first(request, DecisionTrace.OFF)), () -> request + " " + rules);
            assertEquals(expected, position(index.first(request, new DecisionTrace() {})), () -> "traced " + request);
        }
    }

    @Provide
    Arbitrary<List<LinearRule>> tables() {
        return Arbitraries.oneOf(
                rules().list().ofMinSize(1_000).ofMaxSize(1_500), rules().list().ofMaxSize(40));
    }

    /** Few segments, so that rules overlap and requests meet them. */
    private static Arbitrary<String> paths() {
        Arbitrary<String> segment = Arbitraries.of("a", "b", "A", "ab", "abc", "v1", "%41", "");
        return segment.list().ofMinSize(1).ofMaxSize(4).map(parts -> "/" + String.join("/", parts));
    }

    private static Arbitrary<LinearRule> rules() {
        Arbitrary<String> kinds = Arbitraries.frequency(
                Tuple.of(10, "exact"), Tuple.of(10, "prefix"), Tuple.of(3, "regex"), Tuple.of(1, "none"));
        Arbitrary<Boolean> ignoreCase = Arbitraries.of(true, false, false, false);
        Arbitrary<String> method = Arbitraries.of("GET", "POST").injectNull(0.6);
        Arbitrary<String> header = Arbitraries.of("x-a", "x-b").injectNull(0.5);
        Arbitrary<String> param = Arbitraries.of("q", "k").injectNull(0.7);
        Arbitrary<String> regexTail = Arbitraries.of("", ".*", "/.+", "?", "b*", "(/v1|/b)", "[ab]+", "{1}");
        return Combinators.combine(kinds, paths(), regexTail, ignoreCase, method, header, param)
                .as((kind, path, tail, ignore, verb, name, key) -> kind.equals("regex")
                        ? new LinearRule(kind, path + tail, false, verb, name, key)
                        : new LinearRule(kind, path, ignore, verb, name, key));
    }

    @Provide
    Arbitrary<List<TestRequest>> requests() {
        Arbitrary<String> query = Arbitraries.of("?q", "?k=1&q=2", "?qq=1", "?", "");
        Arbitrary<String> method = Arbitraries.of("GET", "POST", "PUT");
        Arbitrary<Integer> headers = Arbitraries.integers().between(0, 3);
        return Combinators.combine(paths(), query, method, headers)
                .as((path, tail, verb, which) -> {
                    TestRequest request = TestRequest.get(path + tail).method(verb);
                    request = (which & 1) == 0 ? request : request.with("x-a", "1");
                    return (which & 2) == 0 ? request : request.with("x-b", "");
                })
                .list()
                .ofSize(40);
    }

    private static int position(Route route) {
        return route == null ? -1 : Integer.parseInt(route.name());
    }

    private static Route route(LinearRule rule, int position) {
        List<Condition> conditions = new ArrayList<>();
        switch (rule.uriKind()) {
            case "exact" -> conditions.add(new UriExact(rule.uri(), rule.ignoreUriCase()));
            case "prefix" -> conditions.add(new UriPrefix(rule.uri(), rule.ignoreUriCase()));
            case "regex" -> conditions.add(new UriRegex(Pattern.compile(rule.uri())));
            default -> {}
        }
        if (rule.method() != null) {
            conditions.add(new Method(new TextMatch.Exact(rule.method(), false)));
        }
        if (rule.header() != null) {
            conditions.add(new HeaderPresent(rule.header()));
        }
        if (rule.queryParam() != null) {
            conditions.add(new QueryParamPresent(rule.queryParam()));
        }
        RouteAction action = new RouteAction.DirectResponse(200, new byte[0]);
        return new Route(Integer.toString(position), "ns/vs", conditions, action, RoutePolicy.DEFAULT, Position.NONE);
    }
}
