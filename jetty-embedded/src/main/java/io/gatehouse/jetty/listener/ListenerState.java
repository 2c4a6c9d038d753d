package io.gatehouse.jetty.listener;

import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ListenerSpec;
import java.util.List;

/**
 * How a listener does, for logs and the admin page.
 *
 * @param key which listener
 * @param protocol what it speaks
 * @param servers {@code gateway/server} of each Gateway server on it
 * @param phase whether it serves
 * @param localPort the port of the open socket; 0 while there is none
 * @param problems why it does not serve, or which of its hosts it does not serve; empty when all is well
 */
public record ListenerState(
        ListenerKey key,
        ListenerSpec.Protocol protocol,
        List<String> servers,
        Phase phase,
        int localPort,
        List<String> problems) {
    public ListenerState {
        servers = List.copyOf(servers);
        problems = List.copyOf(problems);
    }

    /** The stations of a listener. */
    public enum Phase {
        /** The port is open. */
        SERVING,
        /** The port is closed until a certificate appears. */
        WAITING,
        /** The port could not be opened; it is tried again. */
        FAILED
    }
}
