package io.gatehouse.resource;

import java.util.ArrayList;
import java.util.List;

/** Splits and joins paths such as {@code spec.http[0].match[0].headers["x.y"].exact}. */
public final class FieldPath {
    private FieldPath() {}

    /** The path of a field of an object; names with a dot, bracket or quote are written {@code ["name"]}. */
    public static String child(String parent, String name) {
        if (name.isEmpty() || name.chars().anyMatch(c -> ".[]\"".indexOf(c) >= 0)) {
            return parent + "[\"" + name + "\"]";
        }
        return parent.isEmpty() ? name : parent + "." + name;
    }

    /** The path of an element of a list. */
    public static String element(String parent, int index) {
        return parent + "[" + index + "]";
    }

    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        int at = 0;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (c == '.') {
                at++;
            } else if (c == '[') {
                boolean quoted = path.startsWith("[\"", at);
                int end = path.indexOf(quoted ? "\"]" : "]", at + (quoted ? 2 : 1));
                if (end < 0) {
                    return segments;
                }
                segments.add(path.substring(at + (quoted ? 2 : 1), end));
                at = end + (quoted ? 2 : 1);
            } else {
                int end = at;
                while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
                    end++;
                }
                segments.add(path.substring(at, end));
                at = end;
            }
        }
        return segments;
    }
}
