package io.gatehouse.resource.decode;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as Go writes them: {@code 1h30m}, {@code 1.5s}, {@code 100ms}. */
final class Durations {
    private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
    private static final BigDecimal LIMIT = BigDecimal.valueOf(Long.MAX_VALUE);

    private Durations() {}

    /** The duration, null when the text is none. */
    static @Nullable Duration parse(String text) {
        String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        Matcher part = PART.matcher(rest);
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (at < rest.length()) {
            if (rest.length() > 100 || !part.find() || part.start() != at) {
                return null;
            }
            nanos = nanos.add(new BigDecimal(number(part.group(1))).multiply(unit(part.group(2))));
            at = part.end();
        }
        if (rest.isEmpty() || nanos.compareTo(LIMIT) > 0) {
            return null;
        }
        long value = nanos.longValue();
        return Duration.ofNanos(text.startsWith("-") ? -value : value);
    }

    private static String number(String digits) {
        return digits.endsWith(".") ? digits.substring(0, digits.length() - 1) : digits;
    }

    private static BigDecimal unit(String name) {
        long nanos = switch (name) {
            case "ns" -> 1L;
            case "us", "µs", "μs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
        return BigDecimal.valueOf(nanos);
    }
}
