package io.gatehouse.compile;

import java.util.List;
import java.util.Locale;

/** Host names as Istio compares them: {@code *.foo.com} covers {@code a.b.foo.com} but not {@code foo.com}. */
final class Hosts {
    private Hosts() {}

    /** Whether every name of {@code host} is one of {@code other} too. */
    static boolean isSubset(String host, String other) {
        if (other.startsWith("*")) {
            return host.length() >= other.length()
                    && host.regionMatches(host.length() - other.length() + 1, other, 1, other.length() - 1);
        }
        return host.equals(other);
    }

    /** Lower-case copies. */
    static List<String> lowerCase(List<String> hosts) {
        return hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }
}
