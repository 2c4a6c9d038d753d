package io.gatehouse.validate;

import io.gatehouse.resource.VirtualService;
import java.util.List;

/** A VirtualService has rules; without hosts it is a delegate, which has only {@code http}. */
final class DelegateShapeRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        if (service.http().isEmpty() && service.tls().isEmpty() && service.tcp().isEmpty()) {
            context.error(RuleCodes.NO_ROUTES, "spec", "there is neither http nor tls nor tcp", "add a rule");
        }
        if (!service.hosts().isEmpty()) {
            return;
        }
        refuse("spec.gateways", service.gateways(), context);
        refuse("spec.tls", service.tls(), context);
        refuse("spec.tcp", service.tcp(), context);
    }

    private static void refuse(String path, List<?> entries, RuleContext context) {
        if (!entries.isEmpty()) {
            context.error(
                    RuleCodes.DELEGATE_SHAPE,
                    path,
                    "a VirtualService without hosts is a delegate and can't have this",
                    "add hosts, or remove it");
        }
    }
}
