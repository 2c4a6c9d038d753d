package io.gatehouse.route;

import io.gatehouse.resource.Position;
import io.gatehouse.route.condition.Condition;
import io.gatehouse.route.condition.UriExact;
import io.gatehouse.route.condition.UriPrefix;
import io.gatehouse.route.condition.UriRegex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code match} block of one {@code http[]} rule of a VirtualService: conditions that must all hold, and what then
 * happens.
 *
 * @param name Envoy's name for logs: {@code http[].name[.match[].name]}, else empty
 * @param virtualService {@code namespace/name} of the VirtualService that it comes from (of the delegate, if merged)
 * @param conditions all must hold; empty matches everything
 * @param action what is done with a request that matches
 * @param policy everything else that the rule says
 * @param position of the match block (or of the rule when it has none)
 */
public record Route(
        String name,
        String virtualService,
        List<Condition> conditions,
        RouteAction action,
        RoutePolicy policy,
        Position position) {
    public Route {
        conditions = List.copyOf(conditions);
    }

    /** Whether the request meets every condition; tells {@code trace} of each one asked. */
    public boolean matches(RequestView request, DecisionTrace trace) {
        trace.route(this);
        for (int i = 0; i < conditions.size(); i++) {
            Condition condition = conditions.get(i);
            boolean met = condition.matches(request);
            trace.condition(condition, met);
            if (!met) {
                return false;
            }
        }
        return true;
    }

    /** The condition on the path, or null when any path will do. */
    public @Nullable Condition uri() {
        for (Condition condition : conditions) {
            if (condition instanceof UriExact || condition instanceof UriPrefix || condition instanceof UriRegex) {
                return condition;
            }
        }
        return null;
    }

    /**
     * The part of the path that {@code rewrite.uri} and {@code redirect.prefixRewrite} swap.
     *
     * @return the matched prefix ({@code /} when there is no condition on the path), or null when the whole path is
     *     swapped, because it matched exactly or by a regex
     */
    public @Nullable String matchedPrefix() {
        Condition uri = uri();
        if (uri == null) {
            return "/";
        }
        return uri instanceof UriPrefix prefix ? prefix.value() : null;
    }

    /** Whether it takes every request by Istio's definition: these routes of a host are tried last. */
    public boolean isCatchAll() {
        if (conditions.isEmpty()) {
            return true;
        }
        Condition only = conditions.get(0);
        return conditions.size() == 1
                && (only instanceof UriPrefix prefix && prefix.value().equals("/")
                        || only instanceof UriRegex regex
                                && regex.pattern().pattern().equals(".*"));
    }
}
