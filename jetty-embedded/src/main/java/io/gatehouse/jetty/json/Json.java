package io.gatehouse.jetty.json;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints maps, collections, texts, numbers, booleans and null as JSON (RFC 8259); anything else by its text. */
public final class Json {
    private static final String HEX = "0123456789abcdef";

    private Json() {}

    /** Indented by two spaces, for people. */
    public static String pretty(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        print(value, out, 0);
        return out.append('\n').toString();
    }

    /** On one line. */
    public static String compact(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        print(value, out, -1);
        return out.toString();
    }

    private static void print(@Nullable Object value, StringBuilder out, int depth) {
        if (value instanceof Map<?, ?> map) {
            printObject(map, out, depth);
        } else if (value instanceof Collection<?> list) {
            printList(list, out, depth);
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            quote(value.toString(), out);
        }
    }

    private static void printObject(Map<?, ?> map, StringBuilder out, int depth) {
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            newLine(out, depth, 1);
            quote(String.valueOf(entry.getKey()), out);
            out.append(depth < 0 ? ":" : ": ");
            print(entry.getValue(), out, depth < 0 ? depth : depth + 1);
            if (entries.hasNext()) {
                out.append(',');
            }
        }
        close(out, depth, map.isEmpty(), '}');
    }

    private static void printList(Collection<?> list, StringBuilder out, int depth) {
        out.append('[');
        Iterator<?> elements = list.iterator();
        while (elements.hasNext()) {
            newLine(out, depth, 1);
            print(elements.next(), out, depth < 0 ? depth : depth + 1);
            if (elements.hasNext()) {
                out.append(',');
            }
        }
        close(out, depth, list.isEmpty(), ']');
    }

    private static void close(StringBuilder out, int depth, boolean empty, char bracket) {
        if (!empty) {
            newLine(out, depth, 0);
        }
        out.append(bracket);
    }

    private static void newLine(StringBuilder out, int depth, int more) {
        if (depth >= 0) {
            out.append('\n').append("  ".repeat(depth + more));
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c > 0x7e) {
                        escape(c, out);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** ASCII only: a reader never has to guess the charset. */
    private static void escape(char c, StringBuilder out) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt((c >> shift) & 0xf));
        }
    }
}
