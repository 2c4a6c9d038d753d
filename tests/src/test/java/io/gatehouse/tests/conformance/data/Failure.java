package io.gatehouse.tests.conformance.data;

import java.util.Locale;

/**
 * Why no response came. {@code alert} names the TLS alert ({@code unknown_ca}) when {@code kind} is ALERT, else it is
 * empty.
 */
public record Failure(Kind kind, String alert) {
    public static final Failure REFUSED = new Failure(Kind.REFUSED, "");
    public static final Failure RESET = new Failure(Kind.RESET, "");
    public static final Failure CLOSED = new Failure(Kind.CLOSED, "");
    public static final Failure TIMEOUT = new Failure(Kind.TIMEOUT, "");

    /** REFUSED is a port that is not open; TIMEOUT is never right. */
    public enum Kind {
        REFUSED,
        RESET,
        CLOSED,
        ALERT,
        TIMEOUT
    }

    public static Failure alert(String name) {
        return new Failure(Kind.ALERT, name.toLowerCase(Locale.ROOT));
    }

    /** From Python's words for it. */
    static Failure recorded(String error, String detail) {
        if (error == null) {
            return null;
        }
        String words = error + " " + detail;
        int alert = words.indexOf("_ALERT_");
        if (error.startsWith("ConnectionRefused")) {
            return REFUSED;
        }
        if (alert >= 0) {
            return alert(words.substring(alert + 7, words.indexOf(']', alert)));
        }
        return words.contains("Reset") ? RESET : CLOSED;
    }

    @Override
    public String toString() {
        return kind == Kind.ALERT ? "alert " + alert : kind.name().toLowerCase(Locale.ROOT);
    }
}
