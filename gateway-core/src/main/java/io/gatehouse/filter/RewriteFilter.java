package io.gatehouse.filter;

import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeFilter;
import io.gatehouse.exchange.UpstreamRequest;
import io.gatehouse.route.RewriteSpec;
import io.gatehouse.route.Route;
import io.gatehouse.route.WeightedCluster;
import org.jspecify.annotations.Nullable;

/**
 * Changes path and Host on the way upstream ({@code http[].rewrite}, a Host of {@code headers.request}), and tells the
 * upstream what they were.
 */
public final class RewriteFilter implements ExchangeFilter {
    @Override
    public void filter(ClientExchange exchange, ExchangeChain next) {
        Route route = exchange.decision().route();
        if (route != null) {
            rewrite(exchange.upstream(), route);
        }
        next.proceed(exchange);
    }

    private static void rewrite(UpstreamRequest request, Route route) {
        RewriteSpec rewrite = route.policy().rewrite();
        String authority = authority(rewrite, request.destination());
        if (authority != null) {
            request.fields().put("x-envoy-original-host", request.authority());
            request.authority(authority);
        }
        String path = rewrite == null ? null : rewrittenPath(request.pathAndQuery(), route, rewrite);
        if (path != null) {
            request.fields().put("x-envoy-original-path", request.pathAndQuery());
            request.pathAndQuery(path);
        }
    }

    private static @Nullable String authority(@Nullable RewriteSpec rewrite, @Nullable WeightedCluster destination) {
        if (rewrite != null && rewrite.authority() != null) {
            return rewrite.authority();
        }
        return destination == null ? null : destination.authority();
    }

    private static @Nullable String rewrittenPath(String pathAndQuery, Route route, RewriteSpec rewrite) {
        int query = pathAndQuery.indexOf('?');
        String path = query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
        String rest = query < 0 ? "" : pathAndQuery.substring(query);
        if (rewrite.regex() != null && rewrite.substitution() != null) {
            return PathRewrite.substitute(rewrite.regex(), rewrite.substitution(), path) + rest;
        }
        return rewrite.uri() == null ? null : PathRewrite.swapPrefix(route, path, rewrite.uri()) + rest;
    }
}
