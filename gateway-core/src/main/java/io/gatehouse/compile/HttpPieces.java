package io.gatehouse.compile;

import io.gatehouse.route.RetrySpec;
import io.gatehouse.route.Route;
import io.gatehouse.route.RouteIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The compiled pieces of one compilation, taken over from the one before where nothing changed that they depend on.
 * What is not asked for again is forgotten.
 */
final class HttpPieces {
    private final CompileOptions options;
    private final RetrySpec defaultRetry;
    private final Map<PieceScope, OfScope> scopes = new HashMap<>();
    private final Map<PieceScope, OfScope> oldScopes;
    private final Map<List<HttpPiece>, RouteIndex> joined = new HashMap<>();
    private final Map<List<HttpPiece>, RouteIndex> oldJoined;

    private HttpPieces(
            CompileOptions options,
            RetrySpec defaultRetry,
            Map<PieceScope, OfScope> oldScopes,
            Map<List<HttpPiece>, RouteIndex> oldJoined) {
        this.options = options;
        this.defaultRetry = defaultRetry;
        this.oldScopes = oldScopes;
        this.oldJoined = oldJoined;
    }

    /** Nothing compiled yet. */
    static HttpPieces none(CompileOptions options) {
        return new HttpPieces(options, RetrySpec.DEFAULT, Map.of(), Map.of());
    }

    /** The pieces of the next compilation. */
    HttpPieces next(RetrySpec retry) {
        scopes.values().forEach(OfScope::forget);
        boolean keep = retry.equals(defaultRetry);
        return new HttpPieces(options, retry, keep ? scopes : Map.of(), keep ? joined : Map.of());
    }

    /** The pieces for one Gateway and port. */
    OfScope of(PieceScope scope) {
        return scopes.computeIfAbsent(scope, key -> new OfScope(key, oldScopes.get(key)));
    }

    /** The index of several pieces in order, with what takes everything at its end. */
    RouteIndex index(List<HttpPiece> parts) {
        if (parts.size() == 1) {
            return parts.get(0).index();
        }
        RouteIndex index = joined.get(parts);
        if (index == null) {
            RouteIndex old = oldJoined.get(parts);
            index = old != null ? old : RouteIndex.of(sorted(parts));
            joined.put(parts, index);
        }
        return index;
    }

    static List<Route> sorted(List<HttpPiece> parts) {
        if (parts.size() == 1 && endsWithOnlyCatchAll(parts.get(0).routes())) {
            return parts.get(0).routes();
        }
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

    /** Whether nothing stands behind a route that takes everything, as the compiler of pieces sees to. */
    private static boolean endsWithOnlyCatchAll(List<Route> routes) {
        return routes.stream().limit(Math.max(0, routes.size() - 1)).noneMatch(Route::isCatchAll);
    }

    /** The pieces for one Gateway and port, by VirtualService. */
    final class OfScope {
        private final PieceScope scope;
        private final Map<BoundService, HttpPiece> pieces = new IdentityHashMap<>();
        private @Nullable OfScope old;

        private OfScope(PieceScope scope, @Nullable OfScope old) {
            this.scope = scope;
            this.old = old;
        }

        /** What was compiled before, in this compilation or the last; it may no longer hold. */
        @Nullable
        HttpPiece known(BoundService service) {
            HttpPiece piece = pieces.get(service);
            return piece == null && old != null ? old.pieces.get(service) : piece;
        }

        HttpPiece get(BoundService service, Clusters clusters) {
            HttpPiece piece = pieces.get(service);
            if (piece == null) {
                HttpPiece before = old == null ? null : old.pieces.get(service);
                piece = before != null && stillHolds(before, clusters)
                        ? before
                        : new HttpPieceCompiler(options, defaultRetry, clusters, scope).compile(service);
                pieces.put(service, piece);
            }
            return piece;
        }

        /** Uses the clusters again, since each compilation collects its own, and sees whether they are the same. */
        private boolean stillHolds(HttpPiece piece, Clusters clusters) {
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

        private void forget() {
            old = null;
        }
    }
}
