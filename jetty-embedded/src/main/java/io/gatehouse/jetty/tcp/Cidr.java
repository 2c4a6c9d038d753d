package io.gatehouse.jetty.tcp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.eclipse.jetty.util.HostPort;

/** A block of addresses, as {@code 10.0.0.0/8} or a single address. */
public record Cidr(byte[] network, int prefix) {
    /** Reads a block that validation has let pass. */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        try {
            byte[] network = InetAddress.getByName(HostPort.normalizeHost(slash < 0 ? text : text.substring(0, slash)))
                    .getAddress();
            int prefix = slash < 0 ? network.length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1));
            return new Cidr(network, prefix);
        } catch (UnknownHostException notAnAddress) {
            throw new IllegalArgumentException("no block of addresses: " + text, notAnAddress);
        }
    }

    /** Whether an address is in it. */
    public boolean contains(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((octets[bit / Byte.SIZE] & mask) != (network[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
