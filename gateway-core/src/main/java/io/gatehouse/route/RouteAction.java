package io.gatehouse.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a route does with a request. */
public sealed interface RouteAction {
    /**
     * Sends the request to one of the destinations ({@code http[].route}).
     *
     * @param destinations at least one; picked by weight. A single one takes everything, whatever its weight
     */
    record Forward(List<WeightedCluster> destinations) implements RouteAction {
        public Forward {
            destinations = List.copyOf(destinations);
        }

        /**
         * The destination that a draw falls on.
         *
         * @param draw any number; evenly spread draws give each destination its share of the sum of weights
         */
        public WeightedCluster pick(long draw) {
            if (destinations.size() == 1) {
                return destinations.get(0);
            }
            long total = 0;
            for (int i = 0; i < destinations.size(); i++) {
                total += destinations.get(i).weight();
            }
            long left = total == 0 ? 0 : Math.floorMod(draw, total);
            for (int i = 0; i < destinations.size(); i++) {
                left -= destinations.get(i).weight();
                if (left < 0) {
                    return destinations.get(i);
                }
            }
            return destinations.get(0);
        }
    }

    /**
     * Answers with a redirect ({@code http[].redirect}).
     *
     * @param path replaces the whole path, and the query when it has one of its own; null keeps the path
     * @param prefix replaces the matched prefix ({@code prefixRewrite}); null keeps it
     * @param authority null keeps the request's
     * @param scheme null keeps the request's
     * @param port 0 keeps the request's (see {@code portFromScheme})
     * @param portFromScheme {@code derivePort: FROM_PROTOCOL_DEFAULT}: no port is written
     * @param status 301, 302, 303, 307 or 308
     */
    record Redirect(
            @Nullable String path,
            @Nullable String prefix,
            @Nullable String authority,
            @Nullable String scheme,
            int port,
            boolean portFromScheme,
            int status)
            implements RouteAction {}

    /**
     * Answers with a fixed body ({@code http[].directResponse}).
     *
     * @param status 200 to 599
     * @param body bytes of the answer; empty when none; never changed after construction
     */
    record DirectResponse(int status, byte[] body) implements RouteAction {}
}
