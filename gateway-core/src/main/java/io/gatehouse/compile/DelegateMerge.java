package io.gatehouse.compile;

import io.gatehouse.resource.Destination;
import io.gatehouse.resource.HttpMatchRequest;
import io.gatehouse.resource.HttpMirrorPolicy;
import io.gatehouse.resource.HttpRoute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Merges a rule of a delegate with the root's rule that leads to it: each match block of the delegate with every block
 * of the root that covers it, and whatever else the delegate leaves open from the root. The root's short names have to
 * be completed before.
 */
final class DelegateMerge {
    private final HttpRoute root;

    DelegateMerge(HttpRoute root) {
        this.root = root;
    }

    /** The rule in effect; empty when some match of the delegate lies outside of the root's. */
    Optional<HttpRoute> with(HttpRoute delegate) {
        List<HttpMatchRequest> match = matches(delegate.match());
        if (match.isEmpty() && !(root.match().isEmpty() && delegate.match().isEmpty())) {
            return Optional.empty();
        }
        boolean ownMirrors = !delegate.mirrors().isEmpty();
        return Optional.of(new HttpRoute(
                name(root.name(), delegate.name()),
                match,
                delegate.route(),
                delegate.redirect(),
                first(delegate.directResponse(), root.directResponse()),
                null,
                first(delegate.rewrite(), root.rewrite()),
                first(delegate.timeout(), root.timeout()),
                first(delegate.retries(), root.retries()),
                first(delegate.fault(), root.fault()),
                first(delegate.mirror(), root.mirror()),
                first(delegate.mirrorPercent(), root.mirrorPercent()),
                first(delegate.mirrorPercentage(), root.mirrorPercentage()),
                ownMirrors ? delegate.mirrors() : root.mirrors(),
                first(delegate.corsPolicy(), root.corsPolicy()),
                first(delegate.headers(), root.headers())));
    }

    private List<HttpMatchRequest> matches(List<HttpMatchRequest> delegate) {
        if (root.match().isEmpty() || delegate.isEmpty()) {
            return root.match().isEmpty() ? delegate : root.match();
        }
        List<HttpMatchRequest> merged = new ArrayList<>();
        for (HttpMatchRequest leaf : delegate) {
            List<HttpMatchRequest> covering = root.match().stream()
                    .filter(block -> MatchCover.covers(block, leaf))
                    .toList();
            if (covering.isEmpty()) {
                return List.of();
            }
            covering.forEach(block -> merged.add(merge(block, leaf)));
        }
        return merged;
    }

    private static HttpMatchRequest merge(HttpMatchRequest root, HttpMatchRequest leaf) {
        return new HttpMatchRequest(
                name(root.name(), leaf.name()),
                first(leaf.uri(), root.uri()),
                first(leaf.scheme(), root.scheme()),
                first(leaf.method(), root.method()),
                first(leaf.authority(), root.authority()),
                union(root.headers(), leaf.headers()),
                union(root.withoutHeaders(), leaf.withoutHeaders()),
                union(root.queryParams(), leaf.queryParams()),
                leaf.ignoreUriCase(),
                first(leaf.port(), root.port()),
                leaf.gateways().isEmpty() ? root.gateways() : leaf.gateways(),
                union(root.sourceLabels(), leaf.sourceLabels()),
                first(leaf.sourceNamespace(), root.sourceNamespace()),
                first(leaf.statPrefix(), root.statPrefix()));
    }

    private static <V> Map<String, V> union(Map<String, V> root, Map<String, V> leaf) {
        Map<String, V> both = new LinkedHashMap<>(root);
        both.putAll(leaf);
        return both;
    }

    private static @Nullable String name(@Nullable String root, @Nullable String leaf) {
        return root == null || root.isEmpty() || leaf == null || leaf.isEmpty() ? first(leaf, root) : root + "-" + leaf;
    }

    private static <V> @Nullable V first(@Nullable V own, @Nullable V inherited) {
        return own != null ? own : inherited;
    }

    /** The root's rule with its gateways and mirror destinations completed, as they are of the root's namespace. */
    static HttpRoute complete(HttpRoute root, String namespace, String clusterDomain) {
        return new HttpRoute(
                root.name(),
                root.match().stream().map(match -> complete(match, namespace)).toList(),
                root.route(),
                root.redirect(),
                root.directResponse(),
                root.delegate(),
                root.rewrite(),
                root.timeout(),
                root.retries(),
                root.fault(),
                root.mirror() == null ? null : complete(root.mirror(), namespace, clusterDomain),
                root.mirrorPercent(),
                root.mirrorPercentage(),
                root.mirrors().stream()
                        .map(mirror -> new HttpMirrorPolicy(
                                complete(mirror.destination(), namespace, clusterDomain), mirror.percentage()))
                        .toList(),
                root.corsPolicy(),
                root.headers());
    }

    private static Destination complete(Destination destination, String namespace, String clusterDomain) {
        String host = ResourceName.service(destination.host(), namespace, clusterDomain);
        return new Destination(host, destination.subset(), destination.port());
    }

    private static HttpMatchRequest complete(HttpMatchRequest match, String namespace) {
        return new HttpMatchRequest(
                match.name(),
                match.uri(),
                match.scheme(),
                match.method(),
                match.authority(),
                match.headers(),
                match.withoutHeaders(),
                match.queryParams(),
                match.ignoreUriCase(),
                match.port(),
                match.gateways().stream()
                        .map(gateway -> ResourceName.gateway(gateway, namespace))
                        .toList(),
                match.sourceLabels(),
                match.sourceNamespace(),
                match.statPrefix());
    }
}
