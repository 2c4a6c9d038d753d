package io.gatehouse.resource;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a VirtualService ({@code spec.http[]}): when it matches, and what is done.
 *
 * @param match alternatives; empty always matches
 * @param timeout of the whole request; none when absent
 * @param retries the mesh's default policy when absent
 * @param mirrorPercent deprecated form of mirrorPercentage, 0 to 100
 */
public record HttpRoute(
        @Nullable String name,
        List<HttpMatchRequest> match,
        List<HttpRouteDestination> route,
        @Nullable HttpRedirect redirect,
        @Nullable HttpDirectResponse directResponse,
        @Nullable Delegate delegate,
        @Nullable HttpRewrite rewrite,
        @Nullable Duration timeout,
        @Nullable HttpRetry retries,
        @Nullable HttpFaultInjection fault,
        @Nullable Destination mirror,
        @Nullable Long mirrorPercent,
        @Nullable Percent mirrorPercentage,
        List<HttpMirrorPolicy> mirrors,
        @Nullable CorsPolicy corsPolicy,
        @Nullable Headers headers) {
    public HttpRoute {
        match = List.copyOf(match);
        route = List.copyOf(route);
        mirrors = List.copyOf(mirrors);
    }
}
