package io.gatehouse.jetty.exchange;

import io.gatehouse.route.ListenerKey;

/**
 * A connector that the gateway opened; the handler asks {@code request.getConnectionMetaData().getConnector()} for it.
 * A container's own connector is none.
 */
public interface ListenerKeyed {
    /** The listener that the connector serves, as the snapshot names it (also where the socket has another port). */
    ListenerKey key();
}
