package io.gatehouse.compile;

import io.gatehouse.resource.HttpMatchRequest;
import io.gatehouse.resource.StringMatch;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a match block of a root VirtualService covers one of its delegate, by Istio's rules: no regexes. */
final class MatchCover {
    private MatchCover() {}

    static boolean covers(HttpMatchRequest root, HttpMatchRequest leaf) {
        return covers(root.uri(), leaf.uri())
                && covers(root.scheme(), leaf.scheme())
                && covers(root.method(), leaf.method())
                && covers(root.authority(), leaf.authority())
                && covers(root.headers(), leaf.headers())
                && covers(root.withoutHeaders(), leaf.withoutHeaders())
                && covers(root.queryParams(), leaf.queryParams())
                && root.ignoreUriCase() == leaf.ignoreUriCase()
                && (root.port() == null || leaf.port() == null || root.port().equals(leaf.port()))
                && coversSource(root, leaf);
    }

    private static boolean coversSource(HttpMatchRequest root, HttpMatchRequest leaf) {
        boolean sameNamespace =
                root.sourceNamespace() == null || root.sourceNamespace().equals(leaf.sourceNamespace());
        boolean sameLabels = leaf.sourceLabels().entrySet().stream()
                .allMatch(label -> Objects.equals(
                        root.sourceLabels().getOrDefault(label.getKey(), label.getValue()), label.getValue()));
        boolean sameGateways = root.gateways().isEmpty()
                || leaf.gateways().isEmpty()
                || root.gateways().containsAll(leaf.gateways());
        return sameNamespace && sameLabels && sameGateways;
    }

    private static boolean covers(Map<String, StringMatch> root, Map<String, StringMatch> leaf) {
        return leaf.entrySet().stream().allMatch(entry -> covers(root.get(entry.getKey()), entry.getValue()));
    }

    private static boolean covers(@Nullable StringMatch root, @Nullable StringMatch leaf) {
        if (root == null || leaf == null) {
            return true;
        }
        if (root instanceof StringMatch.Exact exact) {
            return leaf instanceof StringMatch.Exact other && other.value().equals(exact.value());
        }
        if (root instanceof StringMatch.Prefix prefix) {
            return leaf instanceof StringMatch.Prefix longer && longer.value().startsWith(prefix.value())
                    || leaf instanceof StringMatch.Exact exact && exact.value().startsWith(prefix.value());
        }
        return false;
    }
}
