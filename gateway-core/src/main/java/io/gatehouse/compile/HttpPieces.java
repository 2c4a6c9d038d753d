package io.gatehouse.compile;

import io.gatehouse.route.RetrySpec;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The compiled pieces of one compilation, taken over from the one before where nothing changed that they depend on.
 * What is not asked for again is forgotten.
 */
final class HttpPieces {
    private final Map<BoundService, Map<PieceScope, HttpPiece>> pieces = new IdentityHashMap<>();
    private final Map<List<HttpPiece>, RouteIndex> indexes = new HashMap<>();
    private final RetrySpec defaultRetry;
    private final CompileOptions options;
    private final Map<BoundService, Map<PieceScope, HttpPiece>> oldPieces;
    private final Map<List<HttpPiece>, RouteIndex> oldIndexes;

    private HttpPieces(
            CompileOptions options,
            RetrySpec defaultRetry,
            Map<BoundService, Map<PieceScope, HttpPiece>> oldPieces,
            Map<List<HttpPiece>, RouteIndex> oldIndexes) {
        this.options = options;
        this.defaultRetry = defaultRetry;
        this.oldPieces = oldPieces;
        this.oldIndexes = oldIndexes;
    }

    /** Nothing compiled yet. */
    static HttpPieces none(CompileOptions options) {
        return new HttpPieces(options, RetrySpec.DEFAULT, Map.of(), Map.of());
    }

    /** The pieces of the next compilation. */
    HttpPieces next(RetrySpec retry) {
        boolean keep = retry.equals(defaultRetry);
        return new HttpPieces(options, retry, keep ? pieces : Map.of(), keep ? indexes : Map.of());
    }

    HttpPiece of(BoundService service, PieceScope scope, Clusters clusters) {
        Map<PieceScope, HttpPiece> known = pieces.computeIfAbsent(service, key -> new HashMap<>(2));
        HttpPiece piece = known.get(scope);
        if (piece == null) {
            Map<PieceScope, HttpPiece> before = oldPieces.get(service);
            HttpPiece old = before == null ? null : before.get(scope);
            piece = old != null && stillHolds(old, scope, clusters)
                    ? old
                    : new HttpPieceCompiler(options, defaultRetry, clusters, scope).compile(service);
            known.put(scope, piece);
        }
        return piece;
    }

    /** The index of several pieces in order, with what takes everything at its end. */
    RouteIndex index(List<HttpPiece> parts) {
        RouteIndex index = indexes.get(parts);
        if (index == null) {
            RouteIndex old = oldIndexes.get(parts);
            index = old != null ? old : RouteIndex.of(sorted(parts));
            indexes.put(parts, index);
        }
        return index;
    }

    /** Uses the clusters again, since each compilation collects its own, and sees whether they are the same. */
    private static boolean stillHolds(HttpPiece piece, PieceScope scope, Clusters clusters) {
        boolean same = true;
        for (HttpPiece.Use use : piece.uses()) {
            if (!clusters.keep(use.cluster())) {
                same &= clusters.use(use.destination(), use.namespace(), scope.gatewayPort())
                        .name()
                        .equals(use.cluster());
            }
        }
        return same;
    }

    private static List<Route> sorted(List<HttpPiece> parts) {
        List<Route> first = new ArrayList<>();
        List<Route> last = new ArrayList<>();
        for (HttpPiece part : parts) {
            for (Route route : part.routes()) {
                (route.isCatchAll() ? last : first).add(route);
            }
        }
        first.addAll(last);
        return first;
    }
}
