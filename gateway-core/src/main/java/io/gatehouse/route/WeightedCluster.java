package io.gatehouse.route;

/**
 * A destination of a route.
 *
 * @param cluster the name of the cluster, a key of {@link Snapshot#clusters}
 * @param weight its share of the sum of all weights
 * @param requestHeaders header operations for this destination only
 * @param responseHeaders header operations for this destination only
 */
public record WeightedCluster(String cluster, int weight, HeaderOps requestHeaders, HeaderOps responseHeaders) {}
