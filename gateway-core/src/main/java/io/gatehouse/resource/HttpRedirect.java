package io.gatehouse.resource;

import org.jspecify.annotations.Nullable;

/**
 * {@code spec.http[].redirect}.
 *
 * @param uri replaces the whole path
 * @param prefixRewrite replaces the matched prefix
 * @param authority replaces host and port
 * @param port replaces the port; excludes derivePort
 * @param redirectCode 301 when absent
 */
public record HttpRedirect(
        @Nullable String uri,
        @Nullable String prefixRewrite,
        @Nullable String authority,
        @Nullable String scheme,
        @Nullable Integer port,
        @Nullable DerivePort derivePort,
        @Nullable Integer redirectCode) {

    /** Where the port of a redirect comes from. */
    public enum DerivePort {
        FROM_PROTOCOL_DEFAULT,
        FROM_REQUEST_PORT
    }
}
