package io.gatehouse.validate;

import io.gatehouse.resource.Gateway;
import java.util.HashSet;
import java.util.Set;

/** A Gateway's name is one DNS label, it has servers, and their names are unique. */
final class GatewayShapeRule implements Rule<Gateway> {
    @Override
    public void check(Gateway gateway, RuleContext context) {
        if (!Names.isDnsLabel(gateway.metadata().name())) {
            context.error(
                    RuleCodes.GATEWAY_SHAPE,
                    "metadata.name",
                    Names.quoted(gateway.metadata().name()) + " is not a DNS label",
                    "use letters, digits and '-', at most 63");
        }
        if (gateway.servers().isEmpty()) {
            context.error(RuleCodes.GATEWAY_SHAPE, "spec.servers", "a Gateway needs at least one server");
        }
        Set<String> names = new HashSet<>();
        Routes.each("spec.servers", gateway.servers(), (path, server) -> {
            if (server.name() != null && !server.name().isEmpty() && !names.add(server.name())) {
                context.error(
                        RuleCodes.GATEWAY_SHAPE,
                        path + ".name",
                        "another server is named " + Names.quoted(server.name()) + " too",
                        "give each server its own name");
            }
            if (server.defaultEndpoint() != null && !server.defaultEndpoint().isEmpty()) {
                context.warning(
                        RuleCodes.WITHOUT_EFFECT,
                        path + ".defaultEndpoint",
                        "this field has no effect, here or in Istio",
                        "leave it out");
            }
        });
    }
}
