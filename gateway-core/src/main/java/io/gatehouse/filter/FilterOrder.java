package io.gatehouse.filter;

import io.gatehouse.exchange.ExchangeFilter;
import java.util.List;

/**
 * The only list of the filters, in the order in which a request meets them. The proxy comes after the last.
 *
 * <pre>
 *   routing ──────── first: all others ask the decision
 *   └ redirect ───── answers by itself; nothing that follows concerns a redirect
 *     └ direct ───── answers by itself, the same
 * </pre>
 */
public final class FilterOrder {
    private FilterOrder() {}

    /** The filters of a gateway; shared by all its exchanges. */
    public static List<ExchangeFilter> filters() {
        return List.of(new RoutingFilter(), new RedirectFilter(), new DirectResponseFilter());
    }
}
