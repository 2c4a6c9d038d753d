package io.gatehouse.route;

/**
 * The identity of a listener: where it is bound.
 *
 * @param bind an IP address, or {@code 0.0.0.0} for all interfaces ({@code Gateway.servers[].bind})
 * @param port the port that the socket listens on, after the Service's {@code targetPort} was applied
 */
public record ListenerKey(String bind, int port) {
    @Override
    public String toString() {
        return bind + ":" + port;
    }
}
