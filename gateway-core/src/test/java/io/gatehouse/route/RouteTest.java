package io.gatehouse.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.re2j.Pattern;
import io.gatehouse.resource.Position;
import io.gatehouse.route.condition.Condition;
import io.gatehouse.route.condition.Method;
import io.gatehouse.route.condition.TextMatch;
import io.gatehouse.route.condition.UriExact;
import io.gatehouse.route.condition.UriPrefix;
import io.gatehouse.route.condition.UriRegex;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A table: conditions of a route, the part of the path that is swapped, whether the route is tried last. */
class RouteTest {
    private static final Condition GET = new Method(new TextMatch.Exact("GET", false));

    static Stream<Arguments> routes() {
        return Stream.of(
                row(List.of(), "/", true),
                row(List.of(GET), "/", false),
                row(List.of(new UriPrefix("/", false)), "/", true),
                row(List.of(new UriPrefix("/", false), GET), "/", false),
                row(List.of(GET, new UriPrefix("/a", false)), "/a", false),
                row(List.of(new UriPrefix("/a", false)), "/a", false),
                row(List.of(new UriPrefix("", false)), "", false),
                row(List.of(new UriExact("/", false)), null, false),
                row(List.of(GET, new UriExact("/a", false)), null, false),
                row(List.of(regex(".*")), null, true),
                row(List.of(regex(".*"), GET), null, false),
                row(List.of(regex("/.*")), null, false));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void theUriSaysWhatIsSwappedAndWhetherTheRouteIsTriedLast(
            List<Condition> conditions, @Nullable String matchedPrefix, boolean catchAll) {
        Route route = new Route(
                "",
                "ns/vs",
                conditions,
                new RouteAction.DirectResponse(200, new byte[0]),
                RoutePolicy.DEFAULT,
                Position.NONE);
        assertEquals(matchedPrefix, route.matchedPrefix());
        assertEquals(catchAll, route.isCatchAll());
    }

    private static Condition regex(String pattern) {
        return new UriRegex(Pattern.compile(pattern));
    }

    private static Arguments row(List<Condition> conditions, @Nullable String matchedPrefix, boolean catchAll) {
        return Arguments.of(conditions, matchedPrefix, catchAll);
    }
}
