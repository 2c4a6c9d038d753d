package io.gatehouse.validate;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** IP addresses and subnets, read without asking DNS. */
final class Addresses {
    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private Addresses() {}

    static boolean isAddress(String text) {
        int zone = text.indexOf('%');
        if (zone > 0 && zone < text.length() - 1) {
            return isV6(text.substring(0, zone));
        }
        return isV4(text) || isV6(text);
    }

    /** An address, or one with the length of a prefix. */
    static boolean isSubnet(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || slash != text.lastIndexOf('/')) {
            return isAddress(text);
        }
        String address = text.substring(0, slash);
        String bits = text.substring(slash + 1);
        boolean v4 = isV4(address);
        return (v4 || isV6(address)) && OCTET.matcher(bits).matches() && Integer.parseInt(bits) <= (v4 ? 32 : 128);
    }

    private static boolean isV4(String text) {
        String[] octets = text.split("\\.", -1);
        return octets.length == 4
                && Arrays.stream(octets)
                        .allMatch(octet -> OCTET.matcher(octet).matches() && Integer.parseInt(octet) <= 255);
    }

    private static boolean isV6(String text) {
        if (!V6.matcher(text).matches()) {
            return false;
        }
        try {
            // a text with a colon is never looked up
            return java.net.InetAddress.getByName(text).getAddress().length > 0;
        } catch (java.net.UnknownHostException e) {
            return false;
        }
    }

    /** A path of a socket or the name of an abstract one; gives what is wrong, or null. */
    static @Nullable String unixSocket(String path) {
        if (path.isEmpty()) {
            return "a unix:// address needs a path";
        }
        if (path.startsWith("@")) {
            return null;
        }
        return path.startsWith("/") && !path.endsWith("/")
                ? null
                : Names.quoted(path) + " is not the absolute path of a socket";
    }
}
