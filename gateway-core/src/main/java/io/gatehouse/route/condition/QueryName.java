package io.gatehouse.route.condition;

/** Finds a parameter in a raw query without taking it apart. */
final class QueryName {
    private QueryName() {}

    /** Where the value of the first parameter of this name starts (its end, when it has none), or -1. */
    static int valueStart(String query, String name) {
        int at = 0;
        while (at <= query.length()) {
            int end = at + name.length();
            if (query.startsWith(name, at)) {
                if (end == query.length() || query.charAt(end) == '&') {
                    return end;
                }
                if (query.charAt(end) == '=') {
                    return end + 1;
                }
            }
            int next = query.indexOf('&', at);
            if (next < 0) {
                return -1;
            }
            at = next + 1;
        }
        return -1;
    }
}
