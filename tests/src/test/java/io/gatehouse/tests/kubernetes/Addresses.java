package io.gatehouse.tests.kubernetes;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Where upstreams of the tests listen: Kubernetes refuses endpoints on the loopback interface. */
final class Addresses {
    private Addresses() {}

    /** An address of this machine. */
    static String own() throws SocketException {
        List<String> addresses = Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .flatMap(each -> Collections.list(each.getInetAddresses()).stream())
                .filter(Inet4Address.class::isInstance)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .map(InetAddress::getHostAddress)
                .toList();
        Assumptions.assumeFalse(addresses.isEmpty(), "no address but the loopback's");
        return addresses.get(0);
    }
}
