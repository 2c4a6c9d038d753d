package io.gatehouse.route.condition;

import io.gatehouse.route.RequestView;
import org.jspecify.annotations.Nullable;

/** Where a header match finds its value: {@code host} and the HTTP/2 pseudo-headers are no fields of the request. */
final class HeaderValue {
    private HeaderValue() {}

    static @Nullable String of(RequestView request, String name) {
        return switch (name) {
            case ":method" -> request.method();
            case ":scheme" -> request.scheme();
            case ":authority", "host" -> request.authority().isEmpty() ? null : request.authority();
            case ":path" -> request.query() == null ? request.path() : request.path() + "?" + request.query();
            default -> request.header(name);
        };
    }
}
