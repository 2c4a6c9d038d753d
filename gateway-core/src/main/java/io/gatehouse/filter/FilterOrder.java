package io.gatehouse.filter;

import io.gatehouse.exchange.ExchangeFilter;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * The only list of the filters, in the order in which a request meets them (Istio's and Envoy's). The proxy comes after
 * the last.
 *
 * <pre>
 *   routing ──────── first: all others ask the decision
 *   └ headers ────── before any answer: the route's response headers are also on those of the gateway itself;
 *     │              and before rewrite: %REQ(:path)% is the path that was asked for
 *     └ fault ────── before cors: an injected abort also meets preflights, and has no CORS headers
 *       └ cors ───── after headers: its headers win over those that the route or the upstream sets
 *         └ redirect ─ answers by itself
 *           └ direct ─ answers by itself
 *             └ rewrite ─ last: what goes upstream
 * </pre>
 */
public final class FilterOrder {
    private FilterOrder() {}

    /** The filters of a gateway whose delayed requests go on in the common pool. */
    public static List<ExchangeFilter> filters() {
        return filters(ForkJoinPool.commonPool());
    }

    /**
     * The filters of a gateway; shared by all its exchanges.
     *
     * @param delayed where a request goes on that {@code fault.delay} has held
     */
    public static List<ExchangeFilter> filters(Executor delayed) {
        return List.of(
                new RoutingFilter(),
                new HeadersFilter(),
                new FaultFilter(delayed),
                new CorsFilter(),
                new RedirectFilter(),
                new DirectResponseFilter(),
                new RewriteFilter());
    }
}
