package io.gatehouse.tests.kubernetes;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Where upstreams of the tests listen. Kubernetes refuses endpoints in 127.0.0.0/8, and tests reach no other network:
 * so a run in a network namespace of its own gives the loopback interface a further address (see {@code .ci/run}).
 */
final class Addresses {
    private Addresses() {}

    /** The further address of the loopback interface; the test is skipped where there is none. */
    static String own() throws SocketException {
        List<String> addresses = NetworkInterface.networkInterfaces()
                .filter(Addresses::isLoopback)
                .flatMap(each -> Collections.list(each.getInetAddresses()).stream())
                .filter(address -> !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .toList();
        Assumptions.assumeFalse(addresses.isEmpty(), "the loopback interface has only 127.0.0.1: see .ci/run");
        return addresses.get(0);
    }

    private static boolean isLoopback(NetworkInterface each) {
        try {
            return each.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }
}
