package io.gatehouse.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.ee10.proxy.ProxyServlet;

/**
 * The end of the filter chain: Jetty's {@code ProxyServlet} in its place and lifecycle, with the gateway's own engine
 * doing the exchange, since the stock one loses trailers, bodies without length, upgrades and streaming.
 */
public final class GatewayProxyServlet extends ProxyServlet {
    private static final long serialVersionUID = 1;

    private final transient ServletGateway gateway;

    GatewayProxyServlet(ServletGateway gateway) {
        this.gateway = gateway;
    }

    /** Never started: the engine has its own pools, one a cluster. */
    @Override
    protected HttpClient createHttpClient() {
        return new HttpClient();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        ServletExchange exchange = gateway.enter(request, response);
        if (exchange == null || exchange.turns().runWork()) {
            return;
        }
        try {
            gateway.engine().proceed(exchange);
        } catch (RuntimeException e) {
            exchange.abort(e);
            throw e;
        }
    }
}
