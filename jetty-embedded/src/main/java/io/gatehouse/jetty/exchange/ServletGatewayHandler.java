package io.gatehouse.jetty.exchange;

import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeFilter;
import io.gatehouse.exchange.ExchangeRecorder;
import io.gatehouse.route.Snapshots;
import io.gatehouse.servlet.GatewayServlets;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The Servlet adapter on ports of ours, as gateway.war brings it: for comparing it with {@link GatewayHandler}, which
 * serves only what a servlet can't.
 */
public final class ServletGatewayHandler extends Handler.Wrapper {
    private final GatewayHandler core;

    /**
     * A root context of its own.
     *
     * @param filters in the order of their work
     * @param proxy what stands behind the filters
     * @param recorder is told of each exchange
     */
    public ServletGatewayHandler(
            Snapshots snapshots, List<ExchangeFilter> filters, ExchangeChain proxy, ExchangeRecorder recorder) {
        core = new GatewayHandler(snapshots, ExchangeChain.of(filters, proxy), recorder);
        ServletContextHandler context = new ServletContextHandler("/");
        // Servlets read the raw path only, so a path that decodes to several is no danger.
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        context.addServletContainerInitializer(
                (classes, servlets) -> GatewayServlets.register(servlets, snapshots, filters, proxy, recorder));
        setHandler(context);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getConnectionMetaData().getConnector() instanceof ListenerKeyed port) {
            if (ConnectionMarks.isBeyondServlets(request)) {
                return core.handle(request, response, callback);
            }
            ConnectionMarks.set(request, port);
        }
        return super.handle(request, response, callback);
    }
}
