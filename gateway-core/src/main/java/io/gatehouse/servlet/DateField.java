package io.gatehouse.servlet;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The {@code date} field, formatted once a second. Jetty's own generator keeps a thread-local, which on a container's
 * threads would outlive this web application.
 */
final class DateField {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private static volatile Second current = second(0);

    private DateField() {}

    static HttpField now() {
        long now = System.currentTimeMillis() / 1000;
        Second known = current;
        if (known.second != now) {
            known = second(now);
            current = known;
        }
        return known.field;
    }

    private static Second second(long second) {
        return new Second(second, new HttpField(HttpHeader.DATE, FORMAT.format(Instant.ofEpochSecond(second))));
    }

    private record Second(long second, HttpField field) {}
}
