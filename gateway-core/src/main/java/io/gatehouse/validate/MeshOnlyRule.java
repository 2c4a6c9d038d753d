package io.gatehouse.validate;

import io.gatehouse.resource.VirtualService;
import java.util.List;

/** Without {@code gateways} a VirtualService is for the mesh: the trap most users fall into. */
final class MeshOnlyRule implements Rule<VirtualService> {
    @Override
    public void check(VirtualService service, RuleContext context) {
        if (service.hosts().isEmpty()) {
            return; // a delegate is served by its root
        }
        boolean anyMatchNames = service.http().stream()
                .flatMap(route -> route.match().stream())
                .anyMatch(match -> match.gateways().stream().anyMatch(name -> !name.equals("mesh")));
        if (service.gateways().stream().allMatch("mesh"::equals) && !anyMatchNames) {
            List<String> gateways =
                    context.names().gatewayNames(service.metadata().namespace());
            context.warning(
                    RuleCodes.MESH_ONLY,
                    "spec.gateways",
                    service.gateways().isEmpty()
                            ? "without gateways this is for the mesh only and isn't served here"
                            : "this is for the mesh only and isn't served here",
                    gateways.isEmpty() ? "add gateways" : "add gateways: [" + gateways.get(0) + "]");
        }
    }
}
