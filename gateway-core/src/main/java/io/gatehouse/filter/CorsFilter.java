package io.gatehouse.filter;

import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeFilter;
import io.gatehouse.route.CorsSpec;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteAction;
import io.gatehouse.route.condition.TextMatch;
import io.gatehouse.telemetry.ResponseReason;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Answers CORS preflights and adds CORS headers to the answers of allowed origins ({@code http[].corsPolicy}). It stops
 * nothing else: what a foreign origin may not read, its browser keeps from it. Only for routes with destinations.
 */
public final class CorsFilter implements ExchangeFilter {
    private static final byte[] NO_BODY = {};

    @Override
    public void filter(ClientExchange exchange, ExchangeChain next) {
        Route route = exchange.decision().route();
        CorsSpec policy = route == null || !(route.action() instanceof RouteAction.Forward)
                ? null
                : route.policy().cors();
        String origin = policy == null ? null : exchange.clientHeaders().get(HttpHeader.ORIGIN);
        if (policy == null || origin == null || origin.isEmpty()) {
            next.proceed(exchange);
            return;
        }
        boolean allowed = allows(policy, origin);
        String method = requestedMethod(exchange);
        if (method != null && (allowed || !policy.forwardUnmatchedPreflights())) {
            HttpFields fields = preflight(exchange, policy, allowed ? origin : null, method);
            exchange.reply(200, ResponseReason.CORS_PREFLIGHT, fields, NO_BODY);
            return;
        }
        if (allowed) {
            exchange.onResponse((any, head) -> allow(head.fields(), policy, origin));
        }
        next.proceed(exchange);
    }

    private static boolean allows(CorsSpec policy, String origin) {
        for (TextMatch match : policy.allowOrigins()) {
            // As in Envoy, a match that takes a star takes any origin
            if (match.matches("*") || match.matches(origin)) {
                return true;
            }
        }
        return false;
    }

    /** The method that a preflight asks for; null when the request is none. */
    private static @Nullable String requestedMethod(ClientExchange exchange) {
        if (!exchange.view().method().equals("OPTIONS")) {
            return null;
        }
        String method = exchange.clientHeaders().get("access-control-request-method");
        return method == null || method.isEmpty() ? null : method;
    }

    /** A star for methods or headers answers with those that were asked for. */
    private static HttpFields preflight(
            ClientExchange exchange, CorsSpec policy, @Nullable String allowedOrigin, String method) {
        HttpFields.Mutable fields = HttpFields.build();
        if (allowedOrigin != null) {
            allow(fields, policy, allowedOrigin);
        } else {
            allowCredentials(fields, policy);
        }
        put(fields, "access-control-allow-methods", starred(policy.allowMethods(), method));
        put(
                fields,
                "access-control-allow-headers",
                starred(policy.allowHeaders(), exchange.clientHeaders().get("access-control-request-headers")));
        put(
                fields,
                "access-control-max-age",
                policy.maxAge() == null ? null : Long.toString(policy.maxAge().toSeconds()));
        return fields;
    }

    private static @Nullable String starred(@Nullable String allowed, @Nullable String asked) {
        return "*".equals(allowed) ? asked : allowed;
    }

    private static void allow(HttpFields.Mutable fields, CorsSpec policy, String origin) {
        fields.put("access-control-allow-origin", origin);
        allowCredentials(fields, policy);
        put(fields, "access-control-expose-headers", policy.exposeHeaders());
    }

    private static void allowCredentials(HttpFields.Mutable fields, CorsSpec policy) {
        if (Boolean.TRUE.equals(policy.allowCredentials())) {
            fields.put("access-control-allow-credentials", "true");
        }
    }

    private static void put(HttpFields.Mutable fields, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            fields.put(name, value);
        }
    }
}
