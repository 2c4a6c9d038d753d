package io.gatehouse.filter;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.gatehouse.route.Route;

/** Swaps parts of a path. */
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

    /**
     * Replaces every match by {@code substitution}, in which {@code \1} is a group and {@code \0} the whole match. As in
     * RE2 (and unlike Java), an empty match right after another match is none: {@code .*} matches a path once.
     */
    static String substitute(Pattern pattern, String substitution, String path) {
        Matcher matcher = pattern.matcher(path);
        StringBuilder out = new StringBuilder(path.length() + substitution.length());
        int end = 0;
        boolean any = false;
        while (matcher.find()) {
            boolean emptyAgain = any && matcher.start() == end && matcher.end() == end;
            if (!emptyAgain) {
                out.append(path, end, matcher.start());
                append(out, matcher, substitution);
                end = matcher.end();
                any = true;
            }
        }
        return any ? out.append(path, end, path.length()).toString() : path;
    }

    private static void append(StringBuilder out, Matcher matcher, String substitution) {
        for (int i = 0; i < substitution.length(); i++) {
            char c = substitution.charAt(i);
            if (c != '\\' || i + 1 == substitution.length()) {
                out.append(c);
                continue;
            }
            char next = substitution.charAt(++i);
            int group = Character.digit(next, 10);
            if (group < 0) {
                out.append(next);
            } else if (group <= matcher.groupCount() && matcher.group(group) != null) {
                out.append(matcher.group(group));
            }
        }
    }
}
