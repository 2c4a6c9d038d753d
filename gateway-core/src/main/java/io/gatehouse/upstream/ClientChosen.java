package io.gatehouse.upstream;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * Which names and addresses a client may lead the gateway to with resolution DYNAMIC_DNS. A name proves nothing of where
 * it leads to: whoever owns one can let it lead into the gateway's own networks.
 */
final class ClientChosen {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})+");
    private static final int MAX_NAME = 253;

    private final DnsSettings.Dynamic allowed;

    ClientChosen(DnsSettings.Dynamic allowed) {
        this.allowed = allowed;
    }

    /**
     * The name that a request asks for; null when it is none, or not covered.
     *
     * @param wildcard a host such as {@code *.example.com}
     */
    static @Nullable String name(String wildcard, String authority) {
        String host;
        try {
            host = new HostPort(authority).getHost();
        } catch (IllegalArgumentException noAuthority) {
            return null;
        }
        if (host == null || host.length() > MAX_NAME) {
            return null;
        }
        String name = host.toLowerCase(Locale.ROOT);
        boolean covered = wildcard.startsWith("*.") && name.endsWith(wildcard.substring(1));
        return covered && NAME.matcher(name).matches() ? name : null;
    }

    boolean allows(InetAddress address) {
        if (allowed == DnsSettings.Dynamic.OFF || address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return false;
        }
        if (allowed == DnsSettings.Dynamic.ANY) {
            return true;
        }
        byte[] bytes = address.getAddress();
        boolean own = address.isLoopbackAddress() || address.isLinkLocalAddress() || bytes[0] == 0;
        return !own && (allowed == DnsSettings.Dynamic.PRIVATE ? !embeds(bytes) : isPublic(address, bytes));
    }

    private static boolean isPublic(InetAddress address, byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address instanceof Inet4Address) {
            boolean shared = first == 100 && (second & 0xc0) == 64; // RFC 6598
            boolean special = first == 192 && second == 0 && bytes[2] == 0; // RFC 6890
            boolean benchmark = first == 198 && (second & 0xfe) == 18; // RFC 2544
            return !address.isSiteLocalAddress() && !shared && !special && !benchmark && first < 240;
        }
        // Global unicast (RFC 4291 section 2.4), without addresses that stand for IPv4 ones
        return (first & 0xe0) == 0x20 && !embeds(bytes);
    }

    /** IPv6 addresses that lead to an IPv4 address: NAT64 (64:ff9b::/96) and 6to4 (2002::/16). */
    private static boolean embeds(byte[] bytes) {
        if (bytes.length == 4) {
            return false;
        }
        boolean nat64 = bytes[0] == 0 && bytes[1] == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b;
        return nat64 || (bytes[0] == 0x20 && bytes[1] == 0x02);
    }
}
