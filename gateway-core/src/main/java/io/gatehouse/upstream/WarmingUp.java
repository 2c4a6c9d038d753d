package io.gatehouse.upstream;

import io.gatehouse.route.WarmupSpec;
import java.util.concurrent.ThreadLocalRandom;

/** Passes a new endpoint over now and then, the less often the older it is ({@code warmup}). */
final class WarmingUp implements LoadBalancer {
    /** After so many endpoints passed over, all are about as new. */
    private static final int TRIES = 16;

    private final LoadBalancer balancer;
    private final WarmupSpec spec;

    WarmingUp(LoadBalancer balancer, WarmupSpec spec) {
        this.balancer = balancer;
        this.spec = spec;
    }

    @Override
    public Endpoint pick(Pick pick, int attempt) {
        long now = System.nanoTime();
        Endpoint found = balancer.pick(pick, attempt);
        for (int i = 0; i < TRIES; i++) {
            double factor = spec.factor(now - found.createdNanoTime());
            if (factor >= 1 || ThreadLocalRandom.current().nextDouble() < factor) {
                return found;
            }
            found = balancer.pick(pick, attempt);
        }
        return found;
    }
}
