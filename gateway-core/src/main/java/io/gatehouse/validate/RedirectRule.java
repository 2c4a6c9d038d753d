package io.gatehouse.validate;

import io.gatehouse.resource.HttpRedirect;
import io.gatehouse.resource.HttpRoute;
import io.gatehouse.resource.StringMatch;
import io.gatehouse.resource.VirtualService;
import java.util.Set;

/** A redirect changes something, and only to what a client can follow. */
final class RedirectRule implements Rule<VirtualService> {
    private static final Set<Integer> CODES = Set.of(301, 302, 303, 307, 308);

    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.http(service, (path, route) -> {
            if (route.redirect() != null) {
                checkRedirect(path, route, route.redirect(), context);
            }
        });
    }

    private static void checkRedirect(String path, HttpRoute route, HttpRedirect redirect, RuleContext context) {
        boolean uri = TlsServers.isSet(redirect.uri());
        boolean prefix = TlsServers.isSet(redirect.prefixRewrite());
        String field = path + ".redirect";
        if (uri && prefix) {
            context.error(RuleCodes.REDIRECT, field + ".prefixRewrite", "excludes uri, which is written too");
        }
        if (prefix) {
            Routes.each(path + ".match", route.match(), (p, match) -> {
                if (match.uri() != null && !(match.uri() instanceof StringMatch.Prefix)) {
                    context.error(
                            RuleCodes.REDIRECT,
                            p + ".uri",
                            "a redirect with prefixRewrite needs a prefix here",
                            "match a prefix, or redirect to a uri");
                }
            });
        }
        boolean port = redirect.port() != null || redirect.derivePort() != null;
        if (!uri
                && !prefix
                && !port
                && !TlsServers.isSet(redirect.authority())
                && !TlsServers.isSet(redirect.scheme())) {
            context.error(
                    RuleCodes.REDIRECT,
                    field,
                    "the redirect goes back to where it came from",
                    "set uri, prefixRewrite, authority, scheme or port");
        }
        checkCodeAndScheme(field, redirect, context);
    }

    private static void checkCodeAndScheme(String field, HttpRedirect redirect, RuleContext context) {
        if (redirect.redirectCode() != null && !CODES.contains(redirect.redirectCode())) {
            context.error(
                    RuleCodes.REDIRECT,
                    field + ".redirectCode",
                    Names.quoted(redirect.redirectCode().toString()) + " is not a redirect's status",
                    "write 301, 302, 303, 307 or 308");
        }
        String scheme = redirect.scheme();
        if (TlsServers.isSet(scheme) && !"http".equals(scheme) && !"https".equals(scheme)) {
            context.error(
                    RuleCodes.REDIRECT,
                    field + ".scheme",
                    Names.quoted(String.valueOf(scheme)) + " is neither http nor https");
        }
    }
}
