package io.gatehouse.upstream;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Each in turn, by weight ({@code ROUND_ROBIN}). It begins anywhere, lest many gateways begin alike. */
final class RoundRobin implements LoadBalancer {
    private final List<Endpoint> endpoints;
    private final WeightedDraw weights;
    private final int stride;
    private final AtomicInteger next;

    RoundRobin(List<Endpoint> endpoints) {
        this.endpoints = endpoints;
        this.weights = new WeightedDraw(endpoints);
        this.stride = stride(weights.total());
        this.next = new AtomicInteger(ThreadLocalRandom.current().nextInt(1 << 16));
    }

    @Override
    public Endpoint pick(Pick pick, int attempt) {
        int turn = next.getAndIncrement();
        if (weights.isEven()) {
            return endpoints.get(Math.floorMod(turn, endpoints.size()));
        }
        // Strides that share no divisor with the total visit each number once, heavy endpoints not all in a row
        return weights.at(Math.floorMod((long) turn * stride, weights.total()));
    }

    private static int stride(long total) {
        for (int stride = (int) Math.min(Integer.MAX_VALUE / 2, (long) (total * 0.618)); stride > 1; stride--) {
            if (gcd(stride, total) == 1) {
                return stride;
            }
        }
        return 1;
    }

    private static long gcd(long one, long other) {
        return other == 0 ? one : gcd(other, one % other);
    }
}
