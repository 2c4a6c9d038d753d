package io.gatehouse.jetty.tcp;

import io.gatehouse.jetty.exchange.ListenerKeyed;
import io.gatehouse.route.L4Route;
import io.gatehouse.route.ListenerKey;
import java.util.List;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection that is to be joined with an upstream's.
 *
 * @param client its side: clear, decrypted or encrypted bytes, which are moved as they are
 * @param serverName of a TLS connection that named one
 * @param routes tried in order
 */
public record Arrival(
        Connector connector, EndPoint client, @Nullable String serverName, List<L4Route> routes) {
    @Nullable
    ListenerKey listener() {
        return connector instanceof ListenerKeyed keyed ? keyed.key() : null;
    }
}
