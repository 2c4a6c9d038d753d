package io.gatehouse.resource;

import org.jspecify.annotations.Nullable;

/**
 * {@code spec.http[].rewrite}, done before forwarding.
 *
 * @param uri replaces the matched prefix, or the whole path when no prefix matched
 * @param authority the Host sent upstream
 */
public record HttpRewrite(
        @Nullable String uri,
        @Nullable String authority,
        @Nullable RegexRewrite uriRegexRewrite) {

    /** RE2 substitution of every match in the path, {@code \1} for groups. */
    public record RegexRewrite(String match, String rewrite) {}
}
