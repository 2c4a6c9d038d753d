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

/** Answers with a fixed body where the route says so ({@code http[].directResponse}). */
public final class DirectResponseFilter implements ExchangeFilter {
    @Override
    public void filter(ClientExchange exchange, ExchangeChain next) {
        Route route = exchange.decision().route();
        if (route != null && route.action() instanceof RouteAction.DirectResponse answer) {
            HttpFields fields = hasLocation(answer.status())
                    ? HttpFields.from(new HttpField(HttpHeader.LOCATION, RedirectLocation.same(exchange.view())))
                    : HttpFields.EMPTY;
            exchange.reply(answer.status(), ResponseReason.DIRECT_RESPONSE, fields, answer.body());
        } else {
            next.proceed(exchange);
        }
    }

    /** Envoy gives 201 and 3xx a location, which without a redirect is the request's own URI. */
    private static boolean hasLocation(int status) {
        return status == 201 || status / 100 == 3;
    }
}
