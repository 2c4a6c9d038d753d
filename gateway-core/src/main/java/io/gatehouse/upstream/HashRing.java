package io.gatehouse.upstream;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A ring on which endpoints have points in proportion to their weight; a hash belongs to the next point. When an
 * endpoint leaves, only its own hashes move.
 */
final class HashRing {
    /** Envoy's {@code maximum_ring_size}. */
    private static final double MAXIMUM = 8.0 * 1024 * 1024;

    private final long[] points;
    private final Endpoint[] owners;

    HashRing(List<Endpoint> endpoints, int minimumSize) {
        Map<Long, Endpoint> ring = new TreeMap<>();
        double perWeight = pointsPerWeight(endpoints, minimumSize);
        for (Endpoint endpoint : endpoints) {
            long count = Math.max(1, Math.round(endpoint.weight() * perWeight));
            for (int i = 0; i < count; i++) {
                ring.put(Hashes.of(endpoint.name() + "_" + i), endpoint);
            }
        }
        points = ring.keySet().stream().mapToLong(Long::longValue).toArray();
        owners = ring.values().toArray(Endpoint[]::new);
    }

    /**
     * So many that all together have at least the minimum. A power of two stays the same when an endpoint comes or goes,
     * so that the points of the others stay, too.
     */
    private static double pointsPerWeight(List<Endpoint> endpoints, int minimumSize) {
        double total = endpoints.stream().mapToLong(Endpoint::weight).sum();
        double wanted = Math.pow(2, Math.ceil(Math.log(minimumSize / total) / Math.log(2)));
        return Math.min(wanted, MAXIMUM / total);
    }

    Endpoint find(long hash) {
        int found = Arrays.binarySearch(points, hash);
        int next = found >= 0 ? found : -found - 1;
        return owners[next == points.length ? 0 : next];
    }
}
