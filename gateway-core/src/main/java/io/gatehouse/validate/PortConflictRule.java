package io.gatehouse.validate;

import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.Protocol;
import io.gatehouse.resource.Server;
import java.util.Optional;

/** One port can't speak two languages: of several Gateways the older one's protocol counts. */
final class PortConflictRule implements Rule<Gateway> {
    @Override
    public void check(Gateway gateway, RuleContext context) {
        Routes.each("spec.servers", gateway.servers(), (path, server) -> {
            String mine = family(server);
            KnownNames.PortUse first = context.names().firstUse(server);
            if (first != null && !mine.isEmpty() && !first.family().equals(mine)) {
                context.warning(
                        RuleCodes.PORT_CONFLICT,
                        path + ".port.number",
                        "port " + server.port().number() + " is already used for " + first.family() + " by "
                                + first.gateway() + "; this server isn't opened",
                        "use another port");
            }
        });
    }

    /** What can share a port: plain HTTP, TLS of any kind, or raw TCP; empty when the protocol is unknown. */
    static String family(Server server) {
        Optional<Protocol> protocol = Protocol.parse(server.port().protocol());
        if (protocol.isEmpty()) {
            return "";
        }
        if (protocol.get().isHttp()) {
            return "HTTP";
        }
        return protocol.get().isTls() ? "TLS" : "TCP";
    }
}
