package io.gatehouse.validate;

import io.gatehouse.resource.FieldPath;
import io.gatehouse.resource.VirtualService;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of headers in a match; claims of a JWT only where a gateway reads them. */
final class MatchHeaderNameRule implements Rule<VirtualService> {
    private static final Pattern TOKEN = Pattern.compile("[-!#$%&'*+.^_`|~0-9a-zA-Z]+");
    private static final Pattern CLAIM =
            Pattern.compile("@request\\.auth\\.claims(?:\\..+|\\[.+\\])", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Set<String> PSEUDO = Set.of(":method", ":scheme", ":authority", ":path", ":status");

    @Override
    public void check(VirtualService service, RuleContext context) {
        boolean gateway = !service.gateways().isEmpty() && !service.gateways().contains("mesh");
        Routes.httpMatches(service, (path, match) -> {
            match.headers().keySet().forEach(name -> checkName(path + ".headers", name, gateway, context));
            match.withoutHeaders()
                    .keySet()
                    .forEach(name -> checkName(path + ".withoutHeaders", name, gateway, context));
        });
    }

    private static void checkName(String path, String name, boolean gateway, RuleContext context) {
        String field = FieldPath.child(path, name);
        if (CLAIM.matcher(name).matches()) {
            if (!gateway) {
                context.error(
                        RuleCodes.MATCH_HEADER,
                        field,
                        "claims of a JWT can be matched on a gateway only",
                        "name gateways, and not mesh");
            }
        } else if (!PSEUDO.contains(name) && !TOKEN.matcher(name).matches()) {
            context.error(RuleCodes.MATCH_HEADER, field, Names.quoted(name) + " is not a header's name");
        } else if (!name.equals(name.toLowerCase(Locale.ROOT))) {
            context.warning(
                    RuleCodes.MATCH_HEADER,
                    field,
                    Names.quoted(name) + " is matched as " + Names.quoted(name.toLowerCase(Locale.ROOT)),
                    "write header names in lower case");
        }
    }
}
