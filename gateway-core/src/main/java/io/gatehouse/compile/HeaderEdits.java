package io.gatehouse.compile;

import io.gatehouse.resource.HeaderOperations;
import io.gatehouse.resource.Headers;
import io.gatehouse.route.HeaderOps;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles {@code headers}: what is done by name, sorted by name; the Host is no header but the route's authority. */
final class HeaderEdits {
    private HeaderEdits() {}

    static HeaderOps request(@Nullable Headers headers) {
        return headers == null ? HeaderOps.NONE : of(headers.request());
    }

    static HeaderOps response(@Nullable Headers headers) {
        return headers == null ? HeaderOps.NONE : of(headers.response());
    }

    /** The Host that {@code headers.request.set} or {@code add} gives; set counts over add. */
    static @Nullable String authority(@Nullable Headers headers) {
        if (headers == null) {
            return null;
        }
        String set = authority(headers.request().set());
        return set == null ? authority(headers.request().add()) : set;
    }

    private static HeaderOps of(HeaderOperations operations) {
        HeaderOps compiled = new HeaderOps(
                entries(operations.set()),
                entries(operations.add()),
                operations.remove().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .filter(name -> !isHost(name))
                        .toList());
        return compiled.isEmpty() ? HeaderOps.NONE : compiled;
    }

    private static List<HeaderOps.Entry> entries(Map<String, String> headers) {
        return headers.entrySet().stream()
                .map(entry -> new HeaderOps.Entry(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()))
                .filter(entry -> !isHost(entry.name()))
                .sorted(Comparator.comparing(HeaderOps.Entry::name))
                .toList();
    }

    private static @Nullable String authority(Map<String, String> headers) {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.equals("host") || name.equals(":authority")) {
                return header.getValue();
            }
        }
        return null;
    }

    private static boolean isHost(String lowerCaseName) {
        return lowerCaseName.equals("host") || lowerCaseName.startsWith(":");
    }
}
