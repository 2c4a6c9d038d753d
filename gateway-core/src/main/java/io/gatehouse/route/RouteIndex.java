package io.gatehouse.route;

import io.gatehouse.route.condition.Condition;
import io.gatehouse.route.condition.UriExact;
import io.gatehouse.route.condition.UriPrefix;
import io.gatehouse.route.condition.UriRegex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Routes in first-match order, found without asking each one. A route whose path is exact or starts with something
 * known is asked only by requests of such a path; all others are asked always. The answer is that of asking each route
 * in order: the candidates of every kind are asked in order, and the lowest that matches counts.
 */
public final class RouteIndex {
    /** No routes. */
    public static final RouteIndex EMPTY = new RouteIndex(List.of());

    /** Below this, building and asking tables costs more than asking the routes. */
    private static final int WORTH_INDEXING = 8;

    private final List<Route> routes;
    private final @Nullable PathTable paths;

    private RouteIndex(List<Route> routes) {
        this.routes = List.copyOf(routes);
        this.paths = routes.size() < WORTH_INDEXING ? null : table(this.routes);
    }

    /** An index of these routes. */
    public static RouteIndex of(List<Route> routes) {
        return routes.isEmpty() ? EMPTY : new RouteIndex(routes);
    }

    /** The routes, in the order in which they are tried. */
    public List<Route> routes() {
        return routes;
    }

    /** The first route that takes the request, or null. Somebody who listens hears of every route tried. */
    public @Nullable Route first(RequestView request, DecisionTrace trace) {
        if (paths == null || trace.isOn()) {
            return scan(request, trace);
        }
        int first = paths.first(routes, request);
        return first == routes.size() ? null : routes.get(first);
    }

    private @Nullable Route scan(RequestView request, DecisionTrace trace) {
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            if (route.matches(request, trace)) {
                return route;
            }
        }
        return null;
    }

    private static PathTable table(List<Route> routes) {
        PathTable.Builder builder = new PathTable.Builder();
        for (int i = 0; i < routes.size(); i++) {
            add(builder, routes.get(i).uri(), i);
        }
        return builder.build();
    }

    private static void add(PathTable.Builder builder, @Nullable Condition uri, int position) {
        if (uri instanceof UriExact exact && !exact.ignoreCase()) {
            builder.exact(exact.value(), position);
        } else if (uri instanceof UriPrefix prefix && !prefix.ignoreCase()) {
            builder.prefix(prefix.value(), position);
        } else if (uri instanceof UriRegex regex) {
            builder.prefix(regex.literalPrefix(), position);
        } else {
            builder.prefix("", position);
        }
    }
}
