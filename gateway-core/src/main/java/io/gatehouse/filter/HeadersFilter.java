package io.gatehouse.filter;

import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeFilter;
import io.gatehouse.exchange.ResponseHead;
import io.gatehouse.route.HeaderOps;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteAction;
import io.gatehouse.route.WeightedCluster;
import io.gatehouse.telemetry.ResponseReason;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * Does the header operations of the destination, then those of the route ({@code http[].headers},
 * {@code http[].route[].headers}), so that the route's {@code set} wins.
 */
public final class HeadersFilter implements ExchangeFilter {
    @Override
    public void filter(ClientExchange exchange, ExchangeChain next) {
        Route route = exchange.decision().route();
        if (route != null) {
            WeightedCluster destination = destination(exchange, route);
            if (destination != null) {
                request(exchange, destination.requestHeaders());
                request(exchange, route.policy().requestHeaders());
                response(exchange, destination.responseHeaders());
            }
            response(exchange, route.policy().responseHeaders());
        }
        next.proceed(exchange);
    }

    private static @Nullable WeightedCluster destination(ClientExchange exchange, Route route) {
        return route.action() instanceof RouteAction.Forward
                ? exchange.upstream().destination()
                : null;
    }

    private static void request(ClientExchange exchange, HeaderOps ops) {
        if (!ops.isEmpty()) {
            apply(exchange, null, exchange.upstream().fields(), ops);
        }
    }

    private static void response(ClientExchange exchange, HeaderOps ops) {
        if (!ops.isEmpty()) {
            exchange.onResponse((answered, head) -> {
                // Envoy answers a preflight before the route has its say
                if (answered.reason() != ResponseReason.CORS_PREFLIGHT) {
                    apply(answered, head, head.fields(), ops);
                }
            });
        }
    }

    /** Removes, sets and adds, in this order; all values are made before any field changes. */
    private static void apply(
            ClientExchange exchange, @Nullable ResponseHead head, HttpFields.Mutable fields, HeaderOps ops) {
        ops.remove().forEach(fields::remove);
        String[] set = values(exchange, head, ops.set());
        String[] add = values(exchange, head, ops.add());
        for (int i = 0; i < set.length; i++) {
            if (!set[i].isEmpty()) {
                fields.put(ops.set().get(i).name(), set[i]);
            }
        }
        for (int i = 0; i < add.length; i++) {
            if (!add[i].isEmpty()) {
                fields.add(ops.add().get(i).name(), add[i]);
            }
        }
    }

    private static String[] values(
            ClientExchange exchange, @Nullable ResponseHead head, List<HeaderOps.Entry> entries) {
        String[] values = new String[entries.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = HeaderValue.of(entries.get(i).value(), exchange, head);
        }
        return values;
    }
}
