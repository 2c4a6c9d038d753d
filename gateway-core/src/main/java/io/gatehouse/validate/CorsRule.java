package io.gatehouse.validate;

import io.gatehouse.resource.CorsPolicy;
import io.gatehouse.resource.StringMatch;
import io.gatehouse.resource.Suggestion;
import io.gatehouse.resource.VirtualService;
import java.util.List;
import java.util.regex.Pattern;

/** Origins, methods, header names and age of a CORS policy. */
final class CorsRule implements Rule<VirtualService> {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*");
    private static final Pattern TOKEN = Pattern.compile("[-!#$%&'*+.^_`|~0-9a-zA-Z]+");

    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.http(service, (path, route) -> {
            if (route.corsPolicy() != null) {
                checkPolicy(path + ".corsPolicy", route.corsPolicy(), context);
            }
        });
    }

    private static void checkPolicy(String field, CorsPolicy policy, RuleContext context) {
        Routes.each(field + ".allowOrigins", policy.allowOrigins(), (p, origin) -> checkOrigin(p, origin, context));
        Routes.each(field + ".allowMethods", policy.allowMethods(), (p, method) -> {
            if (!METHODS.contains(method)) {
                context.error(
                        RuleCodes.CORS,
                        p,
                        Names.quoted(method) + " is not a method",
                        Suggestion.didYouMean(method, METHODS));
            }
        });
        Routes.each(field + ".allowHeaders", policy.allowHeaders(), (p, name) -> checkHeader(p, name, context));
        Routes.each(field + ".exposeHeaders", policy.exposeHeaders(), (p, name) -> checkHeader(p, name, context));
        if (policy.maxAge() != null && policy.maxAge().getNano() != 0) {
            context.error(RuleCodes.CORS, field + ".maxAge", "is not in whole seconds");
        }
        boolean anyOrigin = policy.allowOrigin().contains("*")
                || policy.allowOrigins().contains(new StringMatch.Exact("*"))
                || policy.allowOrigins().contains(new StringMatch.Regex(".*"));
        if (Boolean.TRUE.equals(policy.allowCredentials()) && anyOrigin) {
            context.warning(
                    RuleCodes.CORS_CREDENTIALS,
                    field + ".allowCredentials",
                    "every site may use its visitors' credentials",
                    "name the origins");
        }
    }

    private static void checkOrigin(String field, StringMatch origin, RuleContext context) {
        String problem = null;
        if (origin instanceof StringMatch.Regex regex) {
            problem = Regexes.problem(regex.value());
        } else if (origin.equals(new StringMatch.Exact(""))
                || origin.equals(new StringMatch.Prefix(""))
                || origin instanceof StringMatch.Presence) {
            problem = "an empty origin";
        }
        if (problem != null) {
            context.error(RuleCodes.CORS, field, problem);
        }
    }

    private static void checkHeader(String field, String name, RuleContext context) {
        if (!TOKEN.matcher(name).matches()) {
            context.error(RuleCodes.CORS, field, Names.quoted(name) + " is not a header's name");
        }
    }
}
