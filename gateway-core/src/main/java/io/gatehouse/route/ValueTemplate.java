package io.gatehouse.route;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A header's value with Envoy's {@code %…%} variables, parsed once: {@code %NAME%}, {@code %NAME(argument)%},
 * {@code %NAME(argument):LENGTH%}, and {@code %%} for a percent sign.
 */
public final class ValueTemplate {
    private final String source;
    private final List<Part> parts;

    private ValueTemplate(String source, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
    }

    /**
     * Parses a value.
     *
     * @throws TemplateSyntaxException with {@link #problem}'s sentence when it can't be served
     */
    public static ValueTemplate parse(String source) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int i = 0;
        while (i < source.length()) {
            char c = source.charAt(i);
            if (c != '%') {
                literal.append(c);
                i++;
            } else if (source.startsWith("%%", i)) {
                literal.append('%');
                i += 2;
            } else {
                int end = end(source, i);
                flush(literal, parts);
                parts.add(TemplateVariable.parse(source.substring(i + 1, end)));
                i = end + 1;
            }
        }
        flush(literal, parts);
        return new ValueTemplate(source, parts);
    }

    /** Why a value can't be served, one sentence; null when it can. */
    public static @Nullable String problem(String source) {
        try {
            parse(source);
            return null;
        } catch (TemplateSyntaxException e) {
            return e.getMessage();
        }
    }

    /** The closing percent sign of the variable that opens at {@code start}; one within parentheses is not it. */
    private static int end(String source, int start) {
        boolean inside = false;
        for (int i = start + 1; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '(') {
                inside = true;
            } else if (c == ')') {
                inside = false;
            } else if (c == '%' && !inside) {
                return i;
            }
        }
        throw new TemplateSyntaxException("the variable that opens with \"" + excerpt(source, start)
                + "\" has no closing percent sign; write %% for a percent sign");
    }

    private static String excerpt(String source, int start) {
        return source.length() - start > 20 ? source.substring(start, start + 20) + "…" : source.substring(start);
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
        if (literal.length() > 0) {
            parts.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    /** As the user wrote it. */
    public String source() {
        return source;
    }

    /** What it consists of, in order; empty for an empty value. */
    public List<Part> parts() {
        return parts;
    }

    /** The value when it has no variable; null when it has. */
    public @Nullable String literal() {
        if (parts.isEmpty()) {
            return "";
        }
        return parts.size() == 1 && parts.get(0) instanceof Literal only ? only.text() : null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ValueTemplate that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }

    /** A piece of a value. */
    public sealed interface Part permits Literal, TemplateVariable {}

    /** Text that stays as it is. */
    public record Literal(String text) implements Part {}
}
