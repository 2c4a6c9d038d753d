package io.gatehouse.validate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The syntax of header values with Envoy's variables: {@code %NAME%}, {@code %NAME(argument)%}, {@code %%}. */
final class HeaderValues {
    private HeaderValues() {}

    /** Where the scanner is. */
    private enum State {
        LITERAL,
        NAME,
        ARGUMENT_START,
        ARGUMENT,
        ELEMENT_START,
        ELEMENT_END,
        LIST_END,
        VARIABLE_END
    }

    /** What is wrong with the value, or null. */
    static @Nullable String problem(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\t' && (c < ' ' || c == 0x7F)) {
                return "has a control character";
            }
        }
        State state = State.LITERAL;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean pair = state == State.LITERAL && c == '%' && i + 1 < value.length() && value.charAt(i + 1) == '%';
            boolean escape = state == State.ARGUMENT && c == '\\';
            if (pair || escape) {
                i++; // the second character stands for itself
                if (i >= value.length()) {
                    return "ends in a backslash";
                }
                continue;
            }
            State next = next(state, c);
            if (next == null) {
                return "has " + Names.quoted(String.valueOf(c)) + " where a %variable% ends";
            }
            state = next;
        }
        return state == State.LITERAL ? null : "has a %variable% without end";
    }

    private static @Nullable State next(State state, char c) {
        if (c == ' ' && state != State.ARGUMENT) {
            return state;
        }
        return switch (state) {
            case LITERAL -> c == '%' ? State.NAME : State.LITERAL;
            case NAME -> c == '%' ? State.LITERAL : c == '(' ? State.ARGUMENT_START : State.NAME;
            case ARGUMENT_START -> c == '[' ? State.ELEMENT_START : State.ARGUMENT;
            case ARGUMENT -> c == ')' ? State.VARIABLE_END : c == '"' ? State.ELEMENT_END : State.ARGUMENT;
            case ELEMENT_START -> c == '"' ? State.ARGUMENT : null;
            case ELEMENT_END -> c == ',' ? State.ELEMENT_START : c == ']' ? State.LIST_END : null;
            case LIST_END -> c == ')' ? State.VARIABLE_END : null;
            case VARIABLE_END -> c == '%' ? State.LITERAL : null;
        };
    }

    /** The names of the variables in a value whose syntax is fine. */
    static List<String> variables(String value) {
        List<String> names = new ArrayList<>();
        int at = value.indexOf('%');
        while (at >= 0 && at + 1 < value.length()) {
            if (value.charAt(at + 1) == '%') {
                at = value.indexOf('%', at + 2);
                continue;
            }
            int end = value.indexOf('%', at + 1);
            int parenthesis = value.indexOf('(', at + 1);
            if (parenthesis >= 0 && parenthesis < end) {
                names.add(value.substring(at + 1, parenthesis));
                end = value.indexOf('%', value.indexOf(')', parenthesis) + 1);
            } else if (end >= 0) {
                names.add(value.substring(at + 1, end));
            }
            at = end < 0 ? -1 : value.indexOf('%', end + 1);
        }
        return names;
    }
}
