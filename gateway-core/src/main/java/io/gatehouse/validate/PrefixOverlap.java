package io.gatehouse.validate;

import io.gatehouse.resource.HttpMatchRequest;
import io.gatehouse.resource.StringMatch;
import io.gatehouse.resource.VirtualService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds matches behind an earlier one with a shorter prefix and otherwise the same conditions. It looks up each of a
 * prefix's own beginnings, so that thousands of rules stay cheap.
 */
final class PrefixOverlap {
    private PrefixOverlap() {}

    /** A match without its prefix, and where it stands. */
    private record Conditions(HttpMatchRequest rest) {}

    private static final Conditions NONE = new Conditions(new HttpMatchRequest(
            null, null, null, null, null, Map.of(), Map.of(), Map.of(), false, null, List.of(), Map.of(), null, null));

    static void check(VirtualService service, RuleContext context) {
        Map<Conditions, Map<String, String>> seen = new HashMap<>();
        Routes.httpMatches(service, (path, match) -> {
            if (!(match.uri() instanceof StringMatch.Prefix prefix)
                    || prefix.value().isEmpty()) {
                return;
            }
            String value = prefix.value();
            Conditions own = new Conditions(withoutUri(match));
            Map<String, String> alike = seen.computeIfAbsent(own, conditions -> new HashMap<>());
            Map<String, String> unconditional = seen.getOrDefault(NONE, Map.of());
            boolean conditional = !own.equals(NONE) && !match.ignoreUriCase();
            // an equal match is a duplicate, which UnreachableRule reports
            boolean found = report(path, value, value.length() - 1, alike, context)
                    || (conditional && report(path, value, value.length(), unconditional, context));
            if (!found) {
                alike.putIfAbsent(value, path);
            }
        });
    }

    private static boolean report(
            String path, String value, int maxLength, Map<String, String> earlier, RuleContext context) {
        for (int length = 1; length <= maxLength; length++) {
            String start = value.substring(0, length);
            String first = earlier.get(start);
            if (first != null) {
                context.warning(
                        RuleCodes.INEFFECTIVE_MATCH,
                        path,
                        "no request gets here: " + first + " takes the prefix " + Names.quoted(start) + " first",
                        "put the more specific match first");
                return true;
            }
        }
        return false;
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
