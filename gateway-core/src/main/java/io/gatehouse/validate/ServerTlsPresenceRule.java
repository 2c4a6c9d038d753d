package io.gatehouse.validate;

import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.Protocol;
import io.gatehouse.resource.Server;
import io.gatehouse.resource.ServerTls;
import java.util.Optional;

/** HTTPS and TLS ports need {@code tls}; HTTP ports may have only {@code httpsRedirect} of it; others none. */
final class ServerTlsPresenceRule implements Rule<Gateway> {
    @Override
    public void check(Gateway gateway, RuleContext context) {
        Routes.each("spec.servers", gateway.servers(), (path, server) -> {
            Optional<Protocol> protocol = Protocol.parse(server.port().protocol());
            if (protocol.isPresent() && portIsFine(server)) {
                checkPresence(path, server, protocol.get(), context);
            }
            if (server.tls() != null
                    && server.tls().httpsRedirect()
                    && !protocol.map(Protocol::isHttp).orElse(false)) {
                context.warning(
                        RuleCodes.HTTPS_REDIRECT,
                        path + ".tls.httpsRedirect",
                        "a redirect to https belongs on a plain HTTP port");
            }
        });
    }

    /** Whether a wrong port would have been reported already; one finding is enough then. */
    private static boolean portIsFine(Server server) {
        return !server.port().name().isEmpty();
    }

    private static void checkPresence(String path, Server server, Protocol protocol, RuleContext context) {
        ServerTls tls = server.tls();
        String written = server.port().protocol();
        if (protocol.isTls() && tls == null) {
            context.error(
                    RuleCodes.SERVER_TLS,
                    path + ".tls",
                    "a port of protocol " + written + " needs tls settings",
                    "set tls.mode and a certificate, or protocol HTTP");
        } else if (!protocol.isTls() && tls != null && !protocol.isHttp()) {
            context.error(
                    RuleCodes.SERVER_TLS,
                    path + ".tls",
                    "a port of protocol " + written + " can't have tls settings",
                    "use protocol TLS");
        } else if (!protocol.isTls() && tls != null && !isRedirectOnly(tls)) {
            context.error(
                    RuleCodes.SERVER_TLS,
                    path + ".tls",
                    "a plain HTTP port can have only tls.httpsRedirect",
                    "use protocol HTTPS");
        }
    }

    private static boolean isRedirectOnly(ServerTls tls) {
        ServerTls.Mode mode = tls.effectiveMode();
        return (mode == ServerTls.Mode.PASSTHROUGH || mode == ServerTls.Mode.AUTO_PASSTHROUGH)
                && !TlsServers.isSet(tls.caCertificates())
                && !TlsServers.isSet(tls.privateKey())
                && !TlsServers.isSet(tls.serverCertificate());
    }
}
