package io.gatehouse.exchange;

import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/**
 * Removes a client's fields that differ from the gateway's own only in underscores. CGI, WSGI and their kin turn both
 * into one variable ({@code X_Forwarded_For} and {@code X-Forwarded-For} into {@code HTTP_X_FORWARDED_FOR}), so a twin
 * would let a client speak for the gateway (RFC 3875 §4.1.18). Other fields with underscores pass, as Envoy lets them.
 */
final class FieldTwins {
    private static final Set<String> OWN = Set.of("connection", "content-length", "host", "transfer-encoding");

    private FieldTwins() {}

    static void remove(HttpFields.Mutable fields) {
        for (Iterator<HttpField> it = fields.iterator(); it.hasNext(); ) {
            HttpField field = it.next();
            if (field.getHeader() == null && field.getName().indexOf('_') >= 0 && isOwn(field.getName())) {
                it.remove();
            }
        }
    }

    private static boolean isOwn(String name) {
        String twin = name.replace('_', '-').toLowerCase(Locale.ROOT);
        return OWN.contains(twin)
                || twin.startsWith("x-forwarded-")
                || twin.startsWith("x-envoy-")
                || twin.equals("x-request-id");
    }
}
