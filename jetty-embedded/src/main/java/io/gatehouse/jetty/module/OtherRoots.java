package io.gatehouse.jetty.module;

import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of other applications at the root, one of which Jetty's {@code ee10-proxy} module brings: on the container's own
 * ports, they may answer in the place of gateway.war.
 */
final class OtherRoots {
    private static final Logger LOG = LoggerFactory.getLogger(OtherRoots.class);

    private OtherRoots() {}

    static void warn(Server server) {
        List<ContextHandler> roots = server.getDescendants(ContextHandler.class).stream()
                .filter(context -> context.getContextPath().equals("/"))
                .toList();
        if (roots.stream().noneMatch(GatewayPorts::serves)) {
            return;
        }
        for (ContextHandler root : roots) {
            if (!GatewayPorts.serves(root)) {
                LOG.warn(
                        "Another application is at the root beside gateway.war, and may answer in its place on the"
                                + " server's own ports (on the Gateways' ports it does not): {}. Jetty's ee10-proxy module"
                                + " brings one: remove start.d/ee10-proxy.ini",
                        root);
            }
        }
    }
}
