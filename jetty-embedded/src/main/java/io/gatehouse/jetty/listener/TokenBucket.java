package io.gatehouse.jetty.listener;

import java.util.function.LongSupplier;

/** Allows a burst and then a steady rate. Not for several threads at once. */
final class TokenBucket {
    private final LongSupplier nanoClock;
    private final double capacity;
    private final double perNano;
    private double tokens;
    private long filledAt;

    /**
     * Makes a full bucket.
     *
     * @param capacity the largest burst
     * @param perSecond the steady rate
     */
    TokenBucket(LongSupplier nanoClock, int capacity, int perSecond) {
        this.nanoClock = nanoClock;
        this.capacity = capacity;
        this.perNano = perSecond * 1e-9;
        this.tokens = capacity;
        this.filledAt = nanoClock.getAsLong();
    }

    /** Takes tokens; false when there are not enough. */
    boolean take(double wanted) {
        long now = nanoClock.getAsLong();
        tokens = Math.min(capacity, tokens + (now - filledAt) * perNano);
        filledAt = now;
        if (tokens < wanted) {
            return false;
        }
        tokens -= wanted;
        return true;
    }
}
