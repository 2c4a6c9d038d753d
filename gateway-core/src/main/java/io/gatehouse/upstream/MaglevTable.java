package io.gatehouse.upstream;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maglev's look-up table (Eisenbud et al., 2016, §3.4): endpoints take free places in turn, each in an order of its own,
 * and more often the heavier they are.
 */
final class MaglevTable {
    private final @Nullable Endpoint[] places;

    /**
     * Fills a table.
     *
     * @param size a prime, so that every order visits every place
     */
    MaglevTable(List<Endpoint> endpoints, int size) {
        places = new Endpoint[size];
        // The table must not depend on the order in which addresses were found
        List<Endpoint> sorted =
                endpoints.stream().sorted(Comparator.comparing(Endpoint::name)).toList();
        double heaviest = sorted.stream().mapToInt(Endpoint::weight).max().orElse(1);
        Taker[] takers = sorted.stream().map(each -> new Taker(each, size)).toArray(Taker[]::new);
        int taken = 0;
        for (int round = 1; taken < size; round++) {
            for (int i = 0; i < takers.length && taken < size; i++) {
                if (takers[i].turns < round * takers[i].endpoint.weight() / heaviest) {
                    takers[i].take(places);
                    taken++;
                }
            }
        }
    }

    /** An endpoint with its order of places. */
    private static final class Taker {
        private final Endpoint endpoint;
        private final long skip;
        private long at;
        private int turns;

        Taker(Endpoint endpoint, int size) {
            this.endpoint = endpoint;
            this.at = Math.floorMod(Hashes.of(endpoint.name()), size);
            this.skip = Math.floorMod(Hashes.of(endpoint.name() + "#skip"), Math.max(1, size - 1)) + 1L;
        }

        void take(@Nullable Endpoint[] places) {
            while (places[(int) at] != null) {
                at = (at + skip) % places.length;
            }
            places[(int) at] = endpoint;
            turns++;
        }
    }

    Endpoint find(long hash) {
        Endpoint found = places[Math.floorMod(hash, places.length)];
        if (found == null) {
            throw new IllegalStateException("a place of the table is empty");
        }
        return found;
    }
}
