package io.gatehouse.validate;

import io.gatehouse.resource.Suggestion;
import io.gatehouse.resource.VirtualService;
import java.util.List;

/** Gateways that a VirtualService names exist. */
final class GatewayExistsRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        checkNames("spec.gateways", service.gateways(), service, context);
        Routes.httpMatches(
                service, (path, match) -> checkNames(path + ".gateways", match.gateways(), service, context));
    }

    private static void checkNames(String path, List<String> names, VirtualService service, RuleContext context) {
        Routes.each(path, names, (p, name) -> {
            if (name.equals("mesh") || context.names().gateway(name, service) != null) {
                return;
            }
            String own = service.metadata().namespace();
            List<String> elsewhere = context.names().gatewayNames(own).stream()
                    .filter(known -> known.endsWith("/" + name))
                    .toList();
            String mend = elsewhere.isEmpty()
                    ? Suggestion.didYouMean(name, context.names().gatewayNames(own))
                    : "in another namespace there is \"" + elsewhere.get(0) + "\"";
            context.warning(
                    RuleCodes.UNKNOWN_GATEWAY,
                    p,
                    "no Gateway named " + Names.quoted(name) + (name.contains("/") ? "" : " in namespace " + own),
                    mend);
        });
    }
}
