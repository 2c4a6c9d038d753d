package io.gatehouse.validate;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** RE2 expressions, as Istio limits them. */
final class Regexes {
    private static final int MAX_OCTETS = 1024;

    private Regexes() {}

    /** What is wrong with the expression, or null. */
    static @Nullable String problem(String regex) {
        if (regex.isEmpty()) {
            return "an empty regex";
        }
        if (regex.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) {
            return "the regex is longer than 1024 octets";
        }
        try {
            com.google.re2j.Pattern.compile(regex);
            return null;
        } catch (com.google.re2j.PatternSyntaxException e) {
            return Names.quoted(regex) + " is not an RE2 regex: " + e.getDescription();
        } catch (RuntimeException e) {
            return Names.quoted(regex) + " is not an RE2 regex"; // re2j gives up on some in other ways
        }
    }
}
