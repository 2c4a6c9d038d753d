package io.gatehouse.jetty;

import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeRecorder;
import io.gatehouse.filter.FilterOrder;
import io.gatehouse.jetty.exchange.GatewayHandler;
import io.gatehouse.jetty.exchange.ServletGatewayHandler;
import io.gatehouse.route.Snapshots;
import org.eclipse.jetty.server.Handler;

/** Joins the filters and the proxy to one of the two adapters. */
final class Engines {
    private Engines() {}

    static Handler handler(
            GatewayConfig.Engine engine, Snapshots snapshots, ExchangeChain proxy, ExchangeRecorder recorder) {
        return switch (engine) {
            case CORE -> new GatewayHandler(snapshots, ExchangeChain.of(FilterOrder.filters(), proxy), recorder);
            case SERVLET -> new ServletGatewayHandler(snapshots, FilterOrder.filters(), proxy, recorder);
        };
    }
}
