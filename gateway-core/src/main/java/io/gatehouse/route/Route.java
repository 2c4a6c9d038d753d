package io.gatehouse.route;

import io.gatehouse.resource.Position;
import io.gatehouse.route.condition.Condition;
import java.util.List;

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
}
