package io.gatehouse.filter;

import io.gatehouse.exchange.ClientExchange;
import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeFilter;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteAction;
import io.gatehouse.telemetry.ResponseReason;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Answers with a redirect where the route says so ({@code http[].redirect}). */
public final class RedirectFilter implements ExchangeFilter {
    private static final byte[] NO_BODY = {};

    @Override
    public void filter(ClientExchange exchange, ExchangeChain next) {
        Route route = exchange.decision().route();
        if (route == null || !(route.action() instanceof RouteAction.Redirect redirect)) {
            next.proceed(exchange);
            return;
        }
        String location = RedirectLocation.of(exchange.view(), route, redirect);
        HttpFields fields = HttpFields.from(new HttpField(HttpHeader.LOCATION, location));
        exchange.reply(redirect.status(), ResponseReason.DIRECT_RESPONSE, fields, NO_BODY);
    }
}
