package io.gatehouse.route.condition;

import io.gatehouse.route.RequestView;
import java.util.List;

/** Where header matches find values: {@code host} and the HTTP/2 pseudo-headers are no fields of the request. */
final class HeaderValues {
    private HeaderValues() {}

    static List<String> of(RequestView request, String name) {
        return switch (name) {
            case ":method" -> List.of(request.method());
            case ":scheme" -> List.of(request.scheme());
            case ":authority", "host" -> request.authority().isEmpty() ? List.of() : List.of(request.authority());
            case ":path" -> List.of(request.query() == null ? request.path() : request.path() + "?" + request.query());
            default -> request.headerValues(name);
        };
    }

    static boolean anyMatches(List<String> values, TextMatch text) {
        for (int i = 0; i < values.size(); i++) {
            if (text.matches(values.get(i))) {
                return true;
            }
        }
        return false;
    }
}
