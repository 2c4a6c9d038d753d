package io.gatehouse.route;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says beside its action.
 *
 * @param timeout of the whole request, retries included; null for none
 * @param retry how a failed attempt is repeated
 * @param rewrite what changes in path and authority on the way upstream; null for nothing
 * @param fault injected delay and abort; null for none
 * @param mirrors copies that are sent and forgotten
 * @param cors null when the rule has no {@code corsPolicy}
 * @param requestHeaders operations of the route on the request
 * @param responseHeaders operations of the route on the response
 */
public record RoutePolicy(
        @Nullable Duration timeout,
        RetrySpec retry,
        @Nullable RewriteSpec rewrite,
        @Nullable FaultSpec fault,
        List<MirrorSpec> mirrors,
        @Nullable CorsSpec cors,
        HeaderOps requestHeaders,
        HeaderOps responseHeaders) {
    /** Nothing but the default retries. */
    public static final RoutePolicy DEFAULT =
            new RoutePolicy(null, RetrySpec.DEFAULT, null, null, List.of(), null, HeaderOps.NONE, HeaderOps.NONE);

    public RoutePolicy {
        mirrors = List.copyOf(mirrors);
    }
}
