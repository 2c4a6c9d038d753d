package io.gatehouse.telemetry;

import org.jspecify.annotations.Nullable;

/** Builds one JSON text, without line breaks. */
final class JsonText {
    private final StringBuilder out;
    private boolean first = true;

    JsonText(StringBuilder out) {
        this.out = out;
    }

    JsonText open(char bracket) {
        comma();
        out.append(bracket);
        first = true;
        return this;
    }

    JsonText close(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    /** A member's name; its value follows. */
    JsonText name(String name) {
        comma();
        quote(name);
        out.append(':');
        first = true;
        return this;
    }

    /** A text, or null. */
    JsonText value(@Nullable String text) {
        comma();
        if (text == null) {
            out.append("null");
        } else {
            quote(text);
        }
        return this;
    }

    JsonText value(long number) {
        comma();
        out.append(number);
        return this;
    }

    JsonText value(boolean truth) {
        comma();
        out.append(truth);
        return this;
    }

    JsonText member(String name, @Nullable String text) {
        return name(name).value(text);
    }

    JsonText member(String name, long number) {
        return name(name).value(number);
    }

    private void comma() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) {
                        escape(c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void escape(char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(c >> shift & 15, 16));
        }
    }
}
