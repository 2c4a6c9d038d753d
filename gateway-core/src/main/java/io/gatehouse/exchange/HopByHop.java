package io.gatehouse.exchange;

import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps to one connection what belongs to one connection (RFC 9110 §7.6.1): the fields that {@code Connection} lists,
 * and those that are hop-by-hop by name. {@code Proxy-Authorization} passes, as recorded.
 */
public final class HopByHop {
    private HopByHop() {}

    /** Copies the end-to-end fields of {@code from}, of a request or an answer. */
    public static void copyEndToEnd(HttpFields from, HttpFields.Mutable to) {
        List<String> listed = listed(from);
        for (HttpField field : from) {
            if (isEndToEnd(field) && !isListed(field, listed)) {
                to.add(field);
            }
        }
    }

    private static boolean isEndToEnd(HttpField field) {
        HttpHeader header = field.getHeader();
        if (header == null) {
            return !field.getName().startsWith(":");
        }
        return switch (header) {
            case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING, UPGRADE -> false;
            // Only "trailers" may pass on (RFC 9113 §8.2.2).
            case TE -> field.contains("trailers");
            default -> !header.isPseudo();
        };
    }

    private static boolean isListed(HttpField field, List<String> listed) {
        // TE is always listed in Connection, and yet "trailers" is for all on the way.
        return !listed.isEmpty() && field.getHeader() != HttpHeader.TE && listed.contains(field.getLowerCaseName());
    }

    private static List<String> listed(HttpFields fields) {
        boolean any = false;
        for (HttpField field : fields) {
            any |= field.getHeader() == HttpHeader.CONNECTION && !isPlain(field.getValue());
        }
        if (!any) {
            return List.of();
        }
        List<String> values = fields.getCSV(HttpHeader.CONNECTION, false);
        return values.stream().map(value -> value.toLowerCase(Locale.ROOT)).toList();
    }

    /** What nearly all messages say, and which lists no field. */
    private static boolean isPlain(@Nullable String value) {
        return "keep-alive".equalsIgnoreCase(value) || "close".equalsIgnoreCase(value);
    }
}
