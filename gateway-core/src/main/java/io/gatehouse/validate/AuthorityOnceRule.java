package io.gatehouse.validate;

import io.gatehouse.resource.HeaderOperations;
import io.gatehouse.resource.VirtualService;
import java.util.List;
import java.util.Map;

/** The authority sent upstream is set in one place: the rewrite, or one header operation of the rule. */
final class AuthorityOnceRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.http(service, (path, route) -> {
            String rewritten = route.rewrite() == null ? null : route.rewrite().authority();
            HeaderOperations request = route.headers() == null
                    ? HeaderOperations.NONE
                    : route.headers().request();
            boolean set = TlsServers.isSet(rewritten);
            for (Map<String, String> values : List.of(request.set(), request.add())) {
                for (Map.Entry<String, String> entry : values.entrySet()) {
                    if (isAuthority(entry.getKey()) && set) {
                        context.error(
                                RuleCodes.AUTHORITY_TWICE,
                                path + ".headers.request",
                                "the authority is set in more than one place",
                                "keep one of rewrite.authority and the Host header");
                        return;
                    }
                    // an empty value sets nothing, but has no place after one that does
                    set |= isAuthority(entry.getKey()) && !entry.getValue().isEmpty();
                }
            }
        });
    }

    static boolean isAuthority(String name) {
        return name.equalsIgnoreCase(":authority") || name.equalsIgnoreCase("host");
    }
}
