package io.gatehouse.upstream;

import java.util.List;

/** The less busy of two endpoints drawn by weight ({@code LEAST_REQUEST}). */
final class LeastRequest implements LoadBalancer {
    private final WeightedDraw weights;

    LeastRequest(List<Endpoint> endpoints) {
        this.weights = new WeightedDraw(endpoints);
    }

    @Override
    public Endpoint pick(Pick pick, int attempt) {
        Endpoint one = weights.draw();
        Endpoint other = weights.draw();
        // active / weight, without division
        long load = (long) one.active() * other.weight();
        return load <= (long) other.active() * one.weight() ? one : other;
    }
}
