package io.gatehouse.route;

import java.util.Locale;

/** Turns a Host header into the name that virtual hosts are looked up by. */
public final class HostName {
    private HostName() {}

    /**
     * The name without its port and in lower case; {@code a.example.com:8080} is {@code a.example.com}. Whatever stands
     * after the last colon is dropped, number or not, as Envoy does; the colons of an IPv6 literal stay. A trailing
     * dot stays too, and so matches no domain.
     *
     * @return the very string when there is nothing to change
     */
    public static String of(String authority) {
        int colon = authority.lastIndexOf(':');
        String name = colon < 0 || authority.lastIndexOf(']') > colon ? authority : authority.substring(0, colon);
        return hasUpperCase(name) ? name.toLowerCase(Locale.ROOT) : name;
    }

    private static boolean hasUpperCase(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z' || c > 127) {
                return true;
            }
        }
        return false;
    }
}
