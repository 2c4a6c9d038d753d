package io.gatehouse.compile;

import io.gatehouse.resource.CorsPolicy;
import io.gatehouse.route.CorsSpec;
import io.gatehouse.route.condition.TextMatch;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compiles {@code corsPolicy}. */
final class CorsRules {
    private static final TextMatch ANY = new TextMatch.Prefix("", false);

    private CorsRules() {}

    static @Nullable CorsSpec of(@Nullable CorsPolicy policy) {
        if (policy == null) {
            return null;
        }
        Stream<TextMatch> origins = policy.allowOrigins().isEmpty()
                ? policy.allowOrigin().stream().map(origin -> new TextMatch.Exact(origin, false))
                : policy.allowOrigins().stream().map(TextMatches::of);
        return new CorsSpec(
                origins.map(CorsRules::origin).toList(),
                joined(policy.allowMethods()),
                joined(policy.allowHeaders()),
                joined(policy.exposeHeaders()),
                policy.maxAge(),
                policy.allowCredentials(),
                policy.unmatchedPreflights() != CorsPolicy.UnmatchedPreflights.IGNORE);
    }

    /** Envoy lets any origin pass where the match takes a star for one. */
    private static TextMatch origin(TextMatch match) {
        return match.matches("*") ? ANY : match;
    }

    private static @Nullable String joined(List<String> values) {
        return values.isEmpty() ? null : String.join(",", values);
    }
}
