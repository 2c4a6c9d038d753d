package io.gatehouse.servlet;

import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeFilter;
import io.gatehouse.exchange.ExchangeRecorder;
import io.gatehouse.route.Snapshots;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.List;

/** Puts the gateway into a Servlet context: the same in the launcher, the WAR, and any container. */
public final class GatewayServlets {
    /** The servlet's name; the filters are named after their classes. */
    public static final String SERVLET_NAME = "gateway";

    private GatewayServlets() {}

    /**
     * Registers each filter, in order, and behind them the proxy servlet, for every path. To be called while the context
     * starts.
     *
     * @param context to register in
     * @param snapshots what to serve
     * @param filters in the order of their work
     * @param engine what stands behind the filters
     */
    public static void register(
            ServletContext context, Snapshots snapshots, List<ExchangeFilter> filters, ExchangeChain engine) {
        register(context, snapshots, filters, engine, ExchangeRecorder.OFF);
    }

    /** The same, and {@code recorder} is told of each exchange. */
    public static void register(
            ServletContext context,
            Snapshots snapshots,
            List<ExchangeFilter> filters,
            ExchangeChain engine,
            ExchangeRecorder recorder) {
        ServletGateway gateway = new ServletGateway(snapshots, engine, recorder);
        for (int i = 0; i < filters.size(); i++) {
            addFilter(context, gateway, filters.get(i), i);
        }
        ServletRegistration.Dynamic servlet = context.addServlet(SERVLET_NAME, new GatewayProxyServlet(gateway));
        // Else Jetty's servlet asks the resolver for this host's name.
        servlet.setInitParameter("viaHost", SERVLET_NAME);
        servlet.setLoadOnStartup(1);
        servlet.setAsyncSupported(true);
        servlet.addMapping("/*");
    }

    private static void addFilter(ServletContext context, ServletGateway gateway, ExchangeFilter filter, int index) {
        String name = index + "-" + filter.getClass().getSimpleName();
        FilterRegistration.Dynamic registration =
                context.addFilter(name, new ExchangeServletFilter(gateway, filter, index));
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), true, "/*");
    }
}
