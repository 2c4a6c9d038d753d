package io.gatehouse.filter;

import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeFilter;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteAction;
import io.gatehouse.telemetry.ResponseReason;
import org.eclipse.jetty.http.HttpFields;

/** Answers with a fixed body where the route says so ({@code http[].directResponse}). */
public final class DirectResponseFilter implements ExchangeFilter {
    @Override
    public void filter(ClientExchange exchange, ExchangeChain next) {
        Route route = exchange.decision().route();
        if (route != null && route.action() instanceof RouteAction.DirectResponse answer) {
            exchange.reply(answer.status(), ResponseReason.DIRECT_RESPONSE, HttpFields.EMPTY, answer.body());
        } else {
            next.proceed(exchange);
        }
    }
}
