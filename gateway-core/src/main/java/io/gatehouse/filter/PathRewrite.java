package io.gatehouse.filter;

import io.gatehouse.route.Route;

/** Swaps the part of a path that a route matched. */
final class PathRewrite {
    private PathRewrite() {}

    /**
     * Puts {@code replacement} in the place of the matched prefix, as plain text: {@code /foo} to {@code /} makes
     * {@code //bar} of {@code /foo/bar}. A route that matched the whole path (exact, regex) has it all replaced.
     */
    static String swapPrefix(Route route, String path, String replacement) {
        String prefix = route.matchedPrefix();
        return prefix == null ? replacement : replacement + path.substring(Math.min(prefix.length(), path.length()));
    }
}
