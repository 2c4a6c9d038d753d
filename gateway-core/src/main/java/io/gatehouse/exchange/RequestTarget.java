package io.gatehouse.exchange;

import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * A request's first line (or its pseudo-fields) as an adapter reads it, before normalisation.
 *
 * @param method as sent
 * @param version of the request
 * @param absoluteScheme the scheme of an absolute-form target, else null
 * @param authority of an absolute-form target, else the Host (or {@code :authority}); empty when there is none
 * @param path raw, without query and fragment
 * @param query raw, without the question mark; null for none
 * @param protocol {@code :protocol} of an extended CONNECT (RFC 8441), lower-case; null for none
 * @param secure whether the connection is TLS
 */
public record RequestTarget(
        String method,
        HttpVersion version,
        @Nullable String absoluteScheme,
        String authority,
        String path,
        @Nullable String query,
        @Nullable String protocol,
        boolean secure) {}
