package io.gatehouse.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a {@link RouteIndex} that knows paths: exact ones and prefixes, each with the positions of its routes in
 * ascending order. One pass over the path computes the hash of each of its prefixes, so that a look-up costs as much
 * for a hundred thousand routes as for ten.
 */
final class PathTable {
    private final Slots exact;
    private final Slots prefixes;

    private PathTable(Slots exact, Slots prefixes) {
        this.exact = exact;
        this.prefixes = prefixes;
    }

    /** The lowest position of a route that takes the request; the number of routes when none does. */
    int first(List<Route> routes, RequestView request) {
        String path = request.path();
        int best = lowest(exact.find(path, path.length(), path.hashCode()), routes.size(), routes, request);
        int hash = 0;
        int longest = Math.min(path.length(), prefixes.maxLength);
        for (int length = 0; length <= longest; length++) {
            if (prefixes.hasLength[length]) {
                best = lowest(prefixes.find(path, length, hash), best, routes, request);
            }
            if (length < longest) {
                hash = 31 * hash + path.charAt(length);
            }
        }
        return best;
    }

    private static int lowest(int[] positions, int best, List<Route> routes, RequestView request) {
        for (int position : positions) {
            if (position >= best) {
                return best;
            }
            if (routes.get(position).matches(request, DecisionTrace.OFF)) {
                return position;
            }
        }
        return best;
    }

    /** Collects positions in ascending order. */
    static final class Builder {
        private final Map<String, List<Integer>> exact = new HashMap<>();
        private final Map<String, List<Integer>> prefixes = new HashMap<>();

        void exact(String path, int position) {
            exact.computeIfAbsent(path, key -> new ArrayList<>(1)).add(position);
        }

        void prefix(String prefix, int position) {
            prefixes.computeIfAbsent(prefix, key -> new ArrayList<>(1)).add(position);
        }

        PathTable build() {
            return new PathTable(new Slots(exact), new Slots(prefixes));
        }
    }

    /** Strings with positions, found by a piece of another string without cutting it out. Open addressing. */
    private static final class Slots {
        private static final int[] NOTHING = {};

        private final String[] keys;
        private final int[][] positions;
        private final boolean[] hasLength;
        private final int maxLength;

        Slots(Map<String, List<Integer>> entries) {
            int capacity = Integer.highestOneBit(Math.max(1, entries.size())) * 4;
            this.keys = new String[capacity];
            this.positions = new int[capacity][];
            this.maxLength =
                    entries.keySet().stream().mapToInt(String::length).max().orElse(0);
            this.hasLength = new boolean[maxLength + 1];
            entries.forEach((key, value) -> {
                int slot = slot(key.hashCode());
                while (keys[slot] != null) {
                    slot = next(slot);
                }
                keys[slot] = key;
                positions[slot] = value.stream().mapToInt(Integer::intValue).toArray();
                hasLength[key.length()] = true;
            });
        }

        /**
         * The positions under the first {@code length} characters of a text.
         *
         * @param hash of those characters, as {@link String#hashCode} defines it
         */
        int[] find(String text, int length, int hash) {
            for (int slot = slot(hash); keys[slot] != null; slot = next(slot)) {
                String key = keys[slot];
                // A String keeps its hash, so most others are told apart by one comparison
                if (key.hashCode() == hash && key.length() == length && text.startsWith(key)) {
                    return positions[slot];
                }
            }
            return NOTHING;
        }

        private int slot(int hash) {
            return (hash ^ hash >>> 16) * 0x9E3779B9 >>> 7 & keys.length - 1;
        }

        private int next(int slot) {
            return slot + 1 & keys.length - 1;
        }
    }
}
