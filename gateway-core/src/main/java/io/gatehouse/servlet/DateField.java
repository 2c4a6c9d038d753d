package io.gatehouse.servlet;

import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/** The {@code date} field, formatted once a second. */
final class DateField {
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
        return new Second(second, new HttpField(HttpHeader.DATE, DateGenerator.formatDate(second * 1000)));
    }

    private record Second(long second, HttpField field) {}
}
