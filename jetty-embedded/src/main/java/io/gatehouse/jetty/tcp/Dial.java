package io.gatehouse.jetty.tcp;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/** A connection to an upstream that is being opened; the connector's selectors report how it ended. */
public interface Dial {
    /** The upstream accepted: what runs on its connection. */
    Connection connected(EndPoint upstream);

    /** The upstream refused, or did not answer in time. */
    void failed(Throwable cause);
}
