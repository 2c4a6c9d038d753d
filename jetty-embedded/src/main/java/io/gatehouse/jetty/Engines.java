package io.gatehouse.jetty;

import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeRecorder;
import io.gatehouse.filter.FilterOrder;
import io.gatehouse.jetty.exchange.GatewayHandler;
import io.gatehouse.route.Snapshots;
import io.gatehouse.servlet.GatewayServlets;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Handler;

/** Joins the filters and the proxy to one of the two adapters. */
final class Engines {
    private Engines() {}

    static Handler handler(
            GatewayConfig.Engine engine, Snapshots snapshots, ExchangeChain proxy, ExchangeRecorder recorder) {
        return switch (engine) {
            case CORE -> new GatewayHandler(snapshots, ExchangeChain.of(FilterOrder.filters(), proxy), recorder);
            case SERVLET -> servlets(snapshots, proxy, recorder);
        };
    }

    /** A context of our own at {@code /}: what the WAR is in a container. */
    private static Handler servlets(Snapshots snapshots, ExchangeChain proxy, ExchangeRecorder recorder) {
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        context.addEventListener(new ServletContextListener() {
            @Override
            public void contextInitialized(ServletContextEvent event) {
                GatewayServlets.register(event.getServletContext(), snapshots, FilterOrder.filters(), proxy, recorder);
            }
        });
        return context;
    }
}
