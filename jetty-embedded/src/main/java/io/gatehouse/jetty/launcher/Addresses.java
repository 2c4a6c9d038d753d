package io.gatehouse.jetty.launcher;

import java.net.InetSocketAddress;

/** {@code HOST:PORT} on a command line. */
final class Addresses {
    private Addresses() {}

    /**
     * The address.
     *
     * @throws CommandFailure when it is none
     */
    static InetSocketAddress parse(String option, String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        try {
            String host = hostAndPort
                    .substring(0, Math.max(0, colon))
                    .replace("[", "")
                    .replace("]", "");
            return new InetSocketAddress(host, Integer.parseInt(hostAndPort.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(option + " " + hostAndPort + ": not HOST:PORT");
        }
    }
}
