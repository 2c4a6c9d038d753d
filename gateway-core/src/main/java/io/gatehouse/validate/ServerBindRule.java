package io.gatehouse.validate;

import io.gatehouse.resource.Gateway;

/** {@code bind} is an IP address, or a {@code unix://} socket with port 0. */
final class ServerBindRule implements Rule<Gateway> {
    @Override
    public void check(Gateway gateway, RuleContext context) {
        Routes.each("spec.servers", gateway.servers(), (path, server) -> {
            String bind = server.bind();
            if (bind == null || bind.isEmpty()) {
                return;
            }
            if (bind.startsWith("unix://")) {
                String problem = Addresses.unixSocket(bind.substring("unix://".length()));
                if (problem != null) {
                    context.error(RuleCodes.SERVER_BIND, path + ".bind", problem);
                }
                if (server.port().number() != 0) {
                    context.error(
                            RuleCodes.SERVER_BIND,
                            path + ".port.number",
                            "a server on a unix:// socket has no port",
                            "write 0");
                }
            } else if (!Addresses.isAddress(bind)) {
                context.error(RuleCodes.SERVER_BIND, path + ".bind", Names.quoted(bind) + " is not an IP address");
            }
        });
    }
}
