package io.gatehouse.validate;

import io.gatehouse.resource.HttpMatchRequest;
import io.gatehouse.resource.HttpRewrite;
import io.gatehouse.resource.HttpRoute;
import io.gatehouse.resource.StringMatch;
import io.gatehouse.resource.VirtualService;

/** A rewrite changes something in one way; a prefix may leave two slashes behind. */
final class RewriteRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.http(service, (path, route) -> {
            HttpRewrite rewrite = route.rewrite();
            if (rewrite != null) {
                checkRewrite(path + ".rewrite", rewrite, context);
                checkSlashes(path, route, rewrite, context);
            }
        });
    }

    private static void checkRewrite(String field, HttpRewrite rewrite, RuleContext context) {
        boolean uri = TlsServers.isSet(rewrite.uri());
        HttpRewrite.RegexRewrite regex = rewrite.uriRegexRewrite();
        if (uri && regex != null) {
            context.error(
                    RuleCodes.REWRITE, field + ".uriRegexRewrite", "excludes uri, which is written too", "keep one");
        }
        if (!uri && regex == null && !TlsServers.isSet(rewrite.authority())) {
            context.error(
                    RuleCodes.REWRITE, field, "the rewrite changes nothing", "set uri, uriRegexRewrite or authority");
        }
        if (regex == null) {
            return;
        }
        if (regex.match().isEmpty() || regex.rewrite().isEmpty()) {
            context.error(RuleCodes.REWRITE, field + ".uriRegexRewrite", "needs both match and rewrite");
        } else {
            String problem = Regexes.problem(regex.match());
            if (problem != null) {
                context.error(RuleCodes.REWRITE, field + ".uriRegexRewrite.match", problem);
            }
        }
    }

    /** {@code /foo} to {@code /} makes {@code //bar} of {@code /foo/bar}: plain concatenation. */
    private static void checkSlashes(String path, HttpRoute route, HttpRewrite rewrite, RuleContext context) {
        String uri = rewrite.uri();
        if (uri == null || !uri.endsWith("/")) {
            return;
        }
        for (HttpMatchRequest match : route.match()) {
            if (match.uri() instanceof StringMatch.Prefix prefix
                    && !prefix.value().isEmpty()
                    && !prefix.value().endsWith("/")) {
                context.warning(
                        RuleCodes.REWRITE_DOUBLE_SLASH,
                        path + ".rewrite.uri",
                        Names.quoted(prefix.value() + "/bar") + " becomes " + Names.quoted(uri + "/bar"),
                        "match the prefix " + Names.quoted(prefix.value() + "/") + " too, before this rule");
                return;
            }
        }
    }
}
