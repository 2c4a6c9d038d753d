package io.gatehouse.validate;

import io.gatehouse.resource.HttpMatchRequest;
import io.gatehouse.resource.StringMatch;
import io.gatehouse.resource.VirtualService;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds matches behind an earlier one with a shorter prefix and otherwise the same conditions. It looks up each of a
 * prefix's own beginnings, so that thousands of rules stay cheap.
 */
final class PrefixOverlap {
    private PrefixOverlap() {}

    /** A match without its prefix, and where it stands. */
    private record Conditions(HttpMatchRequest rest) {}

    static void check(VirtualService service, RuleContext context) {
        Map<Conditions, Map<String, String>> seen = new HashMap<>();
        Routes.httpMatches(service, (path, match) -> {
            if (!(match.uri() instanceof StringMatch.Prefix prefix)
                    || prefix.value().isEmpty()) {
                return;
            }
            Map<String, String> prefixes =
                    seen.computeIfAbsent(new Conditions(withoutUri(match)), conditions -> new HashMap<>());
            for (int length = 1; length < prefix.value().length(); length++) {
                String earlier = prefixes.get(prefix.value().substring(0, length));
                if (earlier != null) {
                    context.warning(
                            RuleCodes.INEFFECTIVE_MATCH,
                            path,
                            "no request gets here: " + earlier + " takes the prefix "
                                    + Names.quoted(prefix.value().substring(0, length)) + " first",
                            "put the longer prefix first");
                    break;
                }
            }
            prefixes.putIfAbsent(prefix.value(), path);
        });
    }

    private static HttpMatchRequest withoutUri(HttpMatchRequest m) {
        return new HttpMatchRequest(
                null,
                null,
                m.scheme(),
                m.method(),
                m.authority(),
                m.headers(),
                m.withoutHeaders(),
                m.queryParams(),
                m.ignoreUriCase(),
                m.port(),
                m.gateways(),
                m.sourceLabels(),
                m.sourceNamespace(),
                null);
    }
}
