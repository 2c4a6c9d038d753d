package io.gatehouse.route.condition;

import com.google.re2j.Pattern;

/** Istio's {@code StringMatch}: exact, prefix or (RE2, whole string) regex. */
public sealed interface TextMatch {
    /** Whether the text meets it. */
    boolean matches(String text);

    /** Such as {@code prefix "/status"}. */
    String describe();

    /** Equal text. */
    record Exact(String value, boolean ignoreCase) implements TextMatch {
        @Override
        public boolean matches(String text) {
            return ignoreCase ? text.equalsIgnoreCase(value) : text.equals(value);
        }

        @Override
        public String describe() {
            return "exact \"" + value + "\"" + (ignoreCase ? " in any case" : "");
        }
    }

    /** Text that starts with the value: a plain string prefix, not a path segment. */
    record Prefix(String value, boolean ignoreCase) implements TextMatch {
        @Override
        public boolean matches(String text) {
            return text.regionMatches(ignoreCase, 0, value, 0, value.length());
        }

        @Override
        public String describe() {
            return "prefix \"" + value + "\"" + (ignoreCase ? " in any case" : "");
        }
    }

    /** The whole text matches an RE2 expression. */
    record Regex(Pattern pattern) implements TextMatch {
        @Override
        public boolean matches(String text) {
            return pattern.matches(text);
        }

        @Override
        public String describe() {
            return "regex \"" + pattern.pattern() + "\"";
        }
    }
}
