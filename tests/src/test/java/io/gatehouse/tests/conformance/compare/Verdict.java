package io.gatehouse.tests.conformance.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * How a case came out. Differences fail it; notes say what differs where the rules let it (the case of header names,
 * reason phrases).
 */
public record Verdict(List<String> differences, List<String> notes) {
    public Verdict {
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
    }

    public boolean passed() {
        return differences.isEmpty();
    }

    public static Verdict failed(String why) {
        return new Verdict(List.of(why), List.of());
    }

    /** Collects a verdict while comparing. */
    static final class Builder {
        private final List<String> differences = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        void differ(String what, Object expected, Object actual) {
            differences.add(what + ": expected " + expected + ", got " + actual);
        }

        void equal(String what, Object expected, Object actual) {
            if (!java.util.Objects.equals(expected, actual)) {
                differ(what, expected, actual);
            }
        }

        void note(String text) {
            notes.add(text);
        }

        boolean passed() {
            return differences.isEmpty();
        }

        Verdict build() {
            return new Verdict(differences, notes);
        }
    }
}
