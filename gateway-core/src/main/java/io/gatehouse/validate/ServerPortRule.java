package io.gatehouse.validate;

import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.GatewayPort;
import io.gatehouse.resource.Protocol;
import io.gatehouse.resource.Suggestion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A server's port has a known protocol, a number and a name that is unique in the Gateway. */
final class ServerPortRule implements Rule<Gateway> {
    private static final List<String> SERVED =
            List.of("HTTP", "HTTPS", "GRPC", "GRPC-WEB", "HTTP2", "MONGO", "TCP", "TLS");

    @Override
    public void check(Gateway gateway, RuleContext context) {
        Set<String> names = new HashSet<>();
        Routes.each("spec.servers", gateway.servers(), (path, server) -> {
            GatewayPort port = server.port();
            String protocol = port.protocol();
            if (Protocol.parse(protocol).isEmpty()) {
                String meant = Suggestion.didYouMean(protocol, SERVED);
                context.error(
                        RuleCodes.SERVER_PORT,
                        path + ".port.protocol",
                        Names.quoted(protocol) + " is not a protocol",
                        meant != null ? meant : "write one of " + String.join(", ", SERVED));
            }
            boolean socket = server.bind() != null && server.bind().startsWith("unix://");
            if (port.number() == 0 && !socket) {
                context.error(RuleCodes.SERVER_PORT, path + ".port.number", "\"0\" is not between 1 and 65535");
            }
            if (port.name().isEmpty()) {
                context.error(RuleCodes.SERVER_PORT, path + ".port.name", "a port needs a name");
            }
            if (!names.add(port.name())) {
                context.error(
                        RuleCodes.SERVER_PORT,
                        path + ".port.name",
                        "another server's port is named " + Names.quoted(port.name()) + " too",
                        "give each port its own name");
            }
        });
    }
}
