package io.gatehouse.route;

import org.jspecify.annotations.Nullable;

/**
 * A destination of a route.
 *
 * @param cluster the name of the cluster, a key of {@link Snapshot#clusters}
 * @param weight its share of the sum of all weights
 * @param requestHeaders header operations for this destination only
 * @param responseHeaders header operations for this destination only
 * @param authority the Host that this destination sees ({@code headers.request.set.host} of the destination); null
 *     leaves it to the route
 */
public record WeightedCluster(
        String cluster,
        int weight,
        HeaderOps requestHeaders,
        HeaderOps responseHeaders,
        @Nullable String authority) {
    /** A destination that leaves the Host to the route. */
    public WeightedCluster(String cluster, int weight, HeaderOps requestHeaders, HeaderOps responseHeaders) {
        this(cluster, weight, requestHeaders, responseHeaders, null);
    }
}
