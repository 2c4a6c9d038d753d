package io.gatehouse.upstream;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Each in turn, by weight ({@code ROUND_ROBIN}). */
final class RoundRobin implements LoadBalancer {
    private final AtomicInteger next = new AtomicInteger();

    @Override
    public @Nullable Endpoint pick(List<Endpoint> endpoints, Pick pick) {
        int turns = totalWeight(endpoints);
        Endpoint found = null;
        // A retry goes elsewhere if it can; a few turns find another endpoint when there is one.
        for (int i = 0; i <= endpoints.size(); i++) {
            found = at(endpoints, Math.floorMod(next.getAndIncrement(), turns));
            if (pick.avoided().isEmpty() || !pick.avoided().contains(found)) {
                return found;
            }
        }
        return firstUntried(endpoints, pick, found);
    }

    private static @Nullable Endpoint firstUntried(List<Endpoint> endpoints, Pick pick, @Nullable Endpoint otherwise) {
        for (Endpoint endpoint : endpoints) {
            if (!pick.avoided().contains(endpoint)) {
                return endpoint;
            }
        }
        return otherwise;
    }

    private static Endpoint at(List<Endpoint> endpoints, int turn) {
        int left = turn;
        for (Endpoint endpoint : endpoints) {
            left -= endpoint.weight();
            if (left < 0) {
                return endpoint;
            }
        }
        return endpoints.get(endpoints.size() - 1);
    }

    private static int totalWeight(List<Endpoint> endpoints) {
        int total = 0;
        for (Endpoint endpoint : endpoints) {
            total += endpoint.weight();
        }
        return Math.max(total, 1);
    }
}
