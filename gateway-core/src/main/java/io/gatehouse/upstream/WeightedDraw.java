package io.gatehouse.upstream;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Draws endpoints so that each has its share by weight. */
final class WeightedDraw {
    private final List<Endpoint> endpoints;
    private final long[] bounds;
    private final boolean even;

    WeightedDraw(List<Endpoint> endpoints) {
        this.endpoints = endpoints;
        this.bounds = new long[endpoints.size()];
        long total = 0;
        boolean same = true;
        for (int i = 0; i < bounds.length; i++) {
            total += endpoints.get(i).weight();
            bounds[i] = total;
            same &= endpoints.get(i).weight() == endpoints.get(0).weight();
        }
        this.even = same;
    }

    Endpoint draw() {
        return even
                ? endpoints.get(ThreadLocalRandom.current().nextInt(bounds.length))
                : at(ThreadLocalRandom.current().nextLong(total()));
    }

    long total() {
        return bounds[bounds.length - 1];
    }

    boolean isEven() {
        return even;
    }

    /** The endpoint that a number from 0 up to the total falls on. */
    Endpoint at(long number) {
        int found = Arrays.binarySearch(bounds, number);
        return endpoints.get(found >= 0 ? found + 1 : -found - 1);
    }
}
