package io.gatehouse.route;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The {@code strftime}-like formats of {@code %START_TIME(FORMAT)%}, in UTC. Without a format:
 * {@code 2026-11-24T11:22:08.123Z}.
 */
public final class TimeFormat {
    /** Formats come from the configuration: as many as it has. */
    private static final Map<String, TimeFormat> KNOWN = new ConcurrentHashMap<>();

    private final DateTimeFormatter formatter;

    private TimeFormat(DateTimeFormatter formatter) {
        this.formatter = formatter.withZone(ZoneOffset.UTC).withLocale(Locale.US);
    }

    /** The format; throws TemplateSyntaxException with a sentence when a conversion is not known. */
    public static TimeFormat of(String format) {
        TimeFormat known = KNOWN.get(format);
        if (known == null) {
            known = new TimeFormat(formatter(format.isEmpty() ? "%Y-%m-%dT%H:%M:%E3SZ" : format));
            KNOWN.put(format, known);
        }
        return known;
    }

    /** The moment in this format. */
    public String format(Instant moment) {
        return formatter.format(moment);
    }

    private static DateTimeFormatter formatter(String format) {
        DateTimeFormatterBuilder out = new DateTimeFormatterBuilder();
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i);
            if (c != '%') {
                out.appendLiteral(c);
                i++;
                continue;
            }
            int length = conversionLength(format, i);
            append(out, format.substring(i, i + length));
            i += length;
        }
        return out.toFormatter(Locale.US);
    }

    /** Of {@code %Y} two; of {@code %3f} three; of {@code %E3S} four. */
    private static int conversionLength(String format, int at) {
        int end = at + 1;
        if (end < format.length() && format.charAt(end) == 'E') {
            end++;
        }
        if (end < format.length() && Character.isDigit(format.charAt(end))) {
            end++;
        }
        return Math.min(end + 1, format.length()) - at;
    }

    private static void append(DateTimeFormatterBuilder out, String conversion) {
        switch (conversion) {
            case "%Y" -> out.appendPattern("uuuu");
            case "%y" -> out.appendPattern("uu");
            case "%m" -> out.appendPattern("MM");
            case "%d" -> out.appendPattern("dd");
            case "%e" -> out.padNext(2).appendValue(ChronoField.DAY_OF_MONTH);
            case "%H" -> out.appendPattern("HH");
            case "%I" -> out.appendPattern("hh");
            case "%M" -> out.appendPattern("mm");
            case "%S" -> out.appendPattern("ss");
            case "%p" -> out.appendPattern("a");
            case "%a" -> out.appendPattern("EEE");
            case "%A" -> out.appendPattern("EEEE");
            case "%b", "%h" -> out.appendPattern("MMM");
            case "%B" -> out.appendPattern("MMMM");
            case "%j" -> out.appendPattern("DDD");
            case "%F" -> out.appendPattern("uuuu-MM-dd");
            case "%T" -> out.appendPattern("HH:mm:ss");
            case "%R" -> out.appendPattern("HH:mm");
            case "%z" -> out.appendLiteral("+0000");
            case "%Z" -> out.appendLiteral("UTC");
            case "%s" -> out.appendValue(ChronoField.INSTANT_SECONDS);
            case "%%" -> out.appendLiteral('%');
            case "%f" -> out.appendFraction(ChronoField.NANO_OF_SECOND, 9, 9, false);
            default -> appendFraction(out, conversion);
        }
    }

    private static void appendFraction(DateTimeFormatterBuilder out, String conversion) {
        int last = conversion.length() - 1;
        int digits = last < 2 ? 0 : Character.digit(conversion.charAt(last - 1), 10);
        if (digits >= 1 && last == 2 && conversion.charAt(last) == 'f') {
            out.appendFraction(ChronoField.NANO_OF_SECOND, digits, digits, false);
        } else if (digits >= 1 && last == 3 && conversion.startsWith("%E") && conversion.charAt(last) == 'S') {
            out.appendPattern("ss.").appendFraction(ChronoField.NANO_OF_SECOND, digits, digits, false);
        } else {
            throw new TemplateSyntaxException(
                    "the time format has a conversion that is not known: \"" + conversion + "\"");
        }
    }
}
