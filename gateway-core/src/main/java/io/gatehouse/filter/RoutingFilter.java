package io.gatehouse.filter;

import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeFilter;
import io.gatehouse.route.Decision;
import io.gatehouse.route.RouteAction;
import io.gatehouse.telemetry.ResponseReason;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Decides once who serves the request, keeps the decision, and answers when nobody does. */
public final class RoutingFilter implements ExchangeFilter {
    private static final byte[] NO_BODY = {};

    @Override
    public void filter(ClientExchange exchange, ExchangeChain next) {
        Decision decision = exchange.snapshot().decide(exchange.view());
        exchange.decision(decision);
        switch (decision.outcome()) {
            case ROUTED -> {
                pickDestination(exchange, decision);
                next.proceed(exchange);
            }
            case NO_LISTENER, NO_VIRTUAL_HOST, NO_ROUTE ->
                exchange.reply(404, ResponseReason.ROUTE_NOT_FOUND, HttpFields.EMPTY, NO_BODY);
            case MISDIRECTED -> exchange.reply(421, ResponseReason.MISDIRECTED, HttpFields.EMPTY, NO_BODY);
            case HTTPS_REDIRECT -> redirectToHttps(exchange);
        }
    }

    private static void pickDestination(ClientExchange exchange, Decision decision) {
        if (decision.route() != null && decision.route().action() instanceof RouteAction.Forward forward) {
            boolean drawn = forward.destinations().size() > 1;
            long draw = drawn ? ThreadLocalRandom.current().nextLong() : 0;
            exchange.upstream().destination(forward.pick(draw));
        }
    }

    private static void redirectToHttps(ClientExchange exchange) {
        HttpField location = new HttpField(HttpHeader.LOCATION, RedirectLocation.toHttps(exchange.view()));
        exchange.reply(301, ResponseReason.DIRECT_RESPONSE, HttpFields.from(location), NO_BODY);
    }
}
