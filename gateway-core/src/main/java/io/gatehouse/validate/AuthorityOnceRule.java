package io.gatehouse.validate;

import io.gatehouse.resource.HeaderOperations;
import io.gatehouse.resource.VirtualService;
import java.util.Map;

/** The authority sent upstream is set in one place: the rewrite, or one header operation of the rule. */
final class AuthorityOnceRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.http(service, (path, route) -> {
            String authority = route.rewrite() == null ? null : route.rewrite().authority();
            boolean rewritten = authority != null && !authority.isEmpty();
            HeaderOperations request = route.headers() == null
                    ? HeaderOperations.NONE
                    : route.headers().request();
            long places = (rewritten ? 1 : 0) + setters(request.set()) + setters(request.add());
            if (places > 1) {
                context.error(
                        RuleCodes.AUTHORITY_TWICE,
                        path + ".headers.request",
                        "the authority is set in " + places + " places",
                        "keep one of rewrite.authority and the Host header");
            }
        });
    }

    private static long setters(Map<String, String> values) {
        return values.entrySet().stream()
                .filter(entry ->
                        isAuthority(entry.getKey()) && !entry.getValue().isEmpty())
                .count();
    }

    static boolean isAuthority(String name) {
        return name.equalsIgnoreCase(":authority") || name.equalsIgnoreCase("host");
    }
}
