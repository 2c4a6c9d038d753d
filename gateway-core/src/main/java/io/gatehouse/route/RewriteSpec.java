package io.gatehouse.route;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What changes on the way upstream ({@code http[].rewrite}).
 *
 * @param uri swaps the matched prefix, or the whole path when the route's uri match is not a prefix
 * @param authority the Host that the upstream sees
 * @param regex the part of the path to substitute ({@code uriRegexRewrite.match}), unanchored
 * @param substitution what replaces each match, {@code \1} groups allowed
 */
public record RewriteSpec(
        @Nullable String uri,
        @Nullable String authority,
        @Nullable Pattern regex,
        @Nullable String substitution) {}
