package io.gatehouse.validate;

import io.gatehouse.resource.FieldPath;
import io.gatehouse.resource.StringMatch;
import io.gatehouse.resource.VirtualService;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a match compares with: regexes compile, and prefixes aren't empty (that of the uri may be). */
final class StringMatchRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.httpMatches(service, (path, match) -> {
            checkRegex(path + ".uri", match.uri(), context);
            checkMatch(path + ".scheme", match.scheme(), context);
            checkMatch(path + ".method", match.method(), context);
            checkMatch(path + ".authority", match.authority(), context);
            checkAll(path + ".headers", match.headers(), context);
            match.withoutHeaders().forEach((name, value) -> {
                if (!value.isPresence()) {
                    checkMatch(FieldPath.child(path + ".withoutHeaders", name), value, context);
                }
            });
            checkAll(path + ".queryParams", match.queryParams(), context);
            if (match.ignoreUriCase() && match.uri() instanceof StringMatch.Regex) {
                context.warning(
                        RuleCodes.IGNORED_CASE,
                        path + ".ignoreUriCase",
                        "has no effect on a regex",
                        "start the regex with (?i)");
            }
        });
    }

    private static void checkAll(String path, Map<String, StringMatch> matches, RuleContext context) {
        matches.forEach((name, match) -> checkMatch(FieldPath.child(path, name), match, context));
    }

    private static void checkMatch(String path, @Nullable StringMatch match, RuleContext context) {
        if (match instanceof StringMatch.Prefix prefix && prefix.value().isEmpty()) {
            context.error(
                    RuleCodes.STRING_MATCH, path + ".prefix", "an empty prefix", "write {} when any value will do");
        }
        checkRegex(path, match, context);
    }

    private static void checkRegex(String path, @Nullable StringMatch match, RuleContext context) {
        String problem = match instanceof StringMatch.Regex regex ? Regexes.problem(regex.value()) : null;
        if (problem != null) {
            context.error(
                    RuleCodes.STRING_MATCH, path + ".regex", problem, "RE2 has no look-around and no back-references");
        }
    }
}
