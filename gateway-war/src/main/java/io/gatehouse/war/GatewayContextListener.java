package io.gatehouse.war;

import io.gatehouse.hosted.GatehouseVersion;
import io.gatehouse.hosted.HostedConfig;
import io.gatehouse.hosted.HostedGateway;
import io.gatehouse.hosted.HostedGateways;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the gateway with the web application: joins the server's where there is one, else runs its own. */
public final class GatewayContextListener implements ServletContextListener {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayContextListener.class);

    /** Says that a context serves the gateway: the server looks for it. */
    private static final String SERVES_GATEWAY = "io.gatehouse.serves";

    private @Nullable HostedGateway own;

    /** For the container. */
    public GatewayContextListener() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        requireOneVersion();
        HostedGateway joined = HostedGateways.current();
        HostedGateway gateway = joined != null ? joined : startOwn(context);
        gateway.register(context);
        context.setAttribute(SERVES_GATEWAY, true);
        LOG.info(
                "gateway serves context \"{}\" of {} with {}",
                context.getContextPath(),
                context.getServerInfo(),
                joined != null ? "the server's configuration" : gateway.config().config());
    }

    /** Two versions of one package, from two class loaders, fail late and in riddles. */
    private static void requireOneVersion() {
        String ours = GatehouseVersion.of(GatewayContextListener.class);
        String theirs = GatehouseVersion.loaded();
        if (!ours.equals(theirs)) {
            throw new IllegalStateException("gateway.war is of version " + ours
                    + ", the Gatehouse module of this server of version " + theirs + ": install both of one version");
        }
    }

    private HostedGateway startOwn(ServletContext context) {
        HostedGateway gateway = new HostedGateway(HostedConfig.read(new ContextSettings(context)));
        own = gateway;
        try {
            gateway.start();
            return gateway;
        } catch (Exception e) {
            contextDestroyed(new ServletContextEvent(context));
            throw new IllegalStateException("the gateway could not be started", e);
        }
    }

    /** Ends what this application started; a gateway of the server goes on, also for its successor. */
    @Override
    public void contextDestroyed(ServletContextEvent event) {
        HostedGateway gateway = own;
        own = null;
        if (gateway != null) {
            try {
                gateway.close();
            } catch (Exception e) {
                LOG.warn("the gateway did not end cleanly", e);
            }
        }
    }
}
