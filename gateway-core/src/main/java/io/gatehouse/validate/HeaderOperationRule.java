package io.gatehouse.validate;

import io.gatehouse.resource.FieldPath;
import io.gatehouse.resource.HeaderOperations;
import io.gatehouse.resource.VirtualService;
import java.util.Map;

/** Names and values of header operations: pseudo headers only where a request's authority may be set. */
final class HeaderOperationRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        Routes.headers(service, (path, headers) -> {
            checkOperations(path + ".request", headers.request(), true, context);
            checkOperations(path + ".response", headers.response(), false, context);
        });
    }

    private static void checkOperations(
            String path, HeaderOperations operations, boolean authorityAllowed, RuleContext context) {
        checkValues(path + ".set", operations.set(), authorityAllowed, context);
        checkValues(path + ".add", operations.add(), authorityAllowed, context);
        Routes.each(path + ".remove", operations.remove(), (p, name) -> checkName(p, name, false, context));
    }

    private static void checkValues(
            String path, Map<String, String> values, boolean authorityAllowed, RuleContext context) {
        values.forEach((name, value) -> {
            String field = FieldPath.child(path, name);
            checkName(field, name, authorityAllowed, context);
            String problem = HeaderValues.problem(value);
            if (problem != null) {
                context.error(
                        RuleCodes.HEADER_OPERATION,
                        field,
                        Names.quoted(value) + " " + problem,
                        problem.contains("%") ? "write %% for a percent sign" : null);
            }
        });
    }

    private static void checkName(String field, String name, boolean authorityAllowed, RuleContext context) {
        if (name.isEmpty()) {
            context.error(RuleCodes.HEADER_OPERATION, field, "a header needs a name");
        } else if (isPseudo(name) && !(authorityAllowed && AuthorityOnceRule.isAuthority(name))) {
            context.error(
                    RuleCodes.HEADER_OPERATION,
                    field,
                    Names.quoted(name) + " can't be changed here",
                    AuthorityOnceRule.isAuthority(name) ? "set it in headers.request.set" : null);
        }
    }

    private static boolean isPseudo(String name) {
        return name.startsWith(":") || name.equalsIgnoreCase("host");
    }
}
