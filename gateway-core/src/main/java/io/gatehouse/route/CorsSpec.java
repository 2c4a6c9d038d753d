package io.gatehouse.route;

import io.gatehouse.route.condition.TextMatch;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cross-origin policy ({@code http[].corsPolicy}).
 *
 * @param allowOrigins any match allows the origin
 * @param allowMethods value of {@code access-control-allow-methods}; null for none
 * @param allowHeaders value of {@code access-control-allow-headers}; null for none
 * @param exposeHeaders value of {@code access-control-expose-headers}; null for none
 * @param maxAge null for none
 * @param allowCredentials null when not said
 * @param forwardUnmatchedPreflights {@code unmatchedPreflights} is not IGNORE
 */
public record CorsSpec(
        List<TextMatch> allowOrigins,
        @Nullable String allowMethods,
        @Nullable String allowHeaders,
        @Nullable String exposeHeaders,
        @Nullable Duration maxAge,
        @Nullable Boolean allowCredentials,
        boolean forwardUnmatchedPreflights) {
    public CorsSpec {
        allowOrigins = List.copyOf(allowOrigins);
    }
}
