package io.gatehouse.resource;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.http[].corsPolicy}.
 *
 * @param allowOrigin deprecated exact origins, {@code *} for any
 * @param maxAge whole seconds
 * @param unmatchedPreflights {@link UnmatchedPreflights#FORWARD} when absent
 */
public record CorsPolicy(
        List<StringMatch> allowOrigins,
        List<String> allowOrigin,
        List<String> allowMethods,
        List<String> allowHeaders,
        List<String> exposeHeaders,
        @Nullable Duration maxAge,
        @Nullable Boolean allowCredentials,
        @Nullable UnmatchedPreflights unmatchedPreflights) {

    /** What is done with a preflight whose origin is not allowed. */
    public enum UnmatchedPreflights {
        UNSPECIFIED,
        FORWARD,
        IGNORE
    }

    public CorsPolicy {
        allowOrigins = List.copyOf(allowOrigins);
        allowOrigin = List.copyOf(allowOrigin);
        allowMethods = List.copyOf(allowMethods);
        allowHeaders = List.copyOf(allowHeaders);
        exposeHeaders = List.copyOf(exposeHeaders);
    }
}
