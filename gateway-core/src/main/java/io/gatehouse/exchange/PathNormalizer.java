package io.gatehouse.exchange;

import io.gatehouse.route.MeshSpec.PathNormalization;
import org.jspecify.annotations.Nullable;

/**
 * Brings a request's path into the form in which it is matched and forwarded ({@code MeshConfig.pathNormalization}):
 * dot segments resolved, backslashes turned, needless escapes undone, unsafe characters escaped. {@code //} and
 * {@code %2F} stay, unless the mode says otherwise. Not for the query, which is never touched.
 */
public final class PathNormalizer {
    private static final String HEX = "0123456789ABCDEF";

    /** ASCII characters that must not stand in a path as they are. */
    private static final String ESCAPED = " \"#<>?^`{|}\u007f";

    private PathNormalizer() {}

    /**
     * The normalised path, or null when it can't be one (it holds {@code %00}): 400.
     *
     * @param path raw, without query and fragment, starting with a slash
     */
    public static @Nullable String normalize(String path, PathNormalization mode) {
        if (mode == PathNormalization.NONE || isNormal(path, mode)) {
            return path;
        }
        String input = mode == PathNormalization.DECODE_AND_MERGE_SLASHES ? decodeSlashes(path) : path;
        String canonical = canonical(input);
        return canonical == null || mode == PathNormalization.BASE ? canonical : mergeSlashes(canonical);
    }

    /** Most paths are normal already: one look, nothing allocated. */
    private static boolean isNormal(String path, PathNormalization mode) {
        char previous = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean suspect = c == '%'
                    || c == '\\'
                    || (c == '.' && previous == '/')
                    || (c == '/' && previous == '/' && mode != PathNormalization.BASE)
                    || mustEscape(c);
            if (suspect) {
                return false;
            }
            previous = c;
        }
        return true;
    }

    private static @Nullable String canonical(String path) {
        StringBuilder out = new StringBuilder(path.length() + 16);
        int at = 0;
        while (at < path.length()) {
            int end = segmentEnd(path, at);
            if (!appendSegment(path, at, end, out)) {
                return null;
            }
            at = end;
        }
        return out.toString();
    }

    /** Appends {@code /segment}; resolves it when it is a dot segment. */
    private static boolean appendSegment(String path, int slash, int end, StringBuilder out) {
        int start = slash + 1;
        int mark = out.length();
        out.append('/');
        if (!appendUnescaped(path, start, end, out)) {
            return false;
        }
        int dots = dots(out, mark + 1);
        if (dots == 0) {
            return true;
        }
        out.setLength(mark);
        if (dots == 2) {
            int parent = out.lastIndexOf("/");
            out.setLength(Math.max(parent, 0));
        }
        if (end == path.length()) {
            out.append('/');
        }
        return true;
    }

    /** 1 for {@code .}, 2 for {@code ..}, else 0. Path parameters don't make a dot segment an ordinary one. */
    private static int dots(StringBuilder out, int start) {
        int end = start;
        while (end < out.length() && out.charAt(end) != ';') {
            end++;
        }
        int length = end - start;
        if (length == 0 || length > 2 || out.charAt(start) != '.') {
            return 0;
        }
        return length == 1 || out.charAt(start + 1) == '.' ? length : 0;
    }

    private static boolean appendUnescaped(String path, int start, int end, StringBuilder out) {
        for (int i = start; i < end; i++) {
            char c = path.charAt(i);
            int decoded = c == '%' ? escaped(path, i, end) : -1;
            if (decoded == 0) {
                return false;
            }
            if (decoded > 0 && isUnreserved((char) decoded)) {
                out.append((char) decoded);
                i += 2;
            } else if (mustEscape(c)) {
                out.append('%').append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
            } else {
                out.append(c);
            }
        }
        return true;
    }

    private static int segmentEnd(String path, int slash) {
        for (int i = slash + 1; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/' || c == '\\') {
                return i;
            }
        }
        return path.length();
    }

    private static String decodeSlashes(String path) {
        StringBuilder out = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            int decoded = path.charAt(i) == '%' ? escaped(path, i, path.length()) : -1;
            if (decoded == '/' || decoded == '\\') {
                out.append((char) decoded);
                i += 2;
            } else {
                out.append(path.charAt(i));
            }
        }
        return out.toString();
    }

    private static String mergeSlashes(String path) {
        StringBuilder out = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '/' || out.isEmpty() || out.charAt(out.length() - 1) != '/') {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** The character that an escape stands for; -1 when there is no valid escape here. */
    private static int escaped(String path, int percent, int end) {
        if (percent + 2 >= end) {
            return -1;
        }
        int high = Character.digit(path.charAt(percent + 1), 16);
        int low = Character.digit(path.charAt(percent + 2), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static boolean mustEscape(char c) {
        return c < ' ' || ESCAPED.indexOf(c) >= 0;
    }

    /** RFC 3986 §2.3. */
    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
