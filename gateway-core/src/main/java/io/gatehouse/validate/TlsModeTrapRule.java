package io.gatehouse.validate;

import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.Protocol;
import io.gatehouse.resource.ServerTls;

/** TLS modes that do something else than their writer probably expects. */
final class TlsModeTrapRule implements Rule<Gateway> {
    @Override
    public void check(Gateway gateway, RuleContext context) {
        Routes.each("spec.servers", gateway.servers(), (path, server) -> {
            ServerTls tls = server.tls();
            boolean encrypted = Protocol.parse(server.port().protocol())
                    .map(Protocol::isTls)
                    .orElse(false);
            if (tls == null || !encrypted) {
                return;
            }
            if (tls.mode() == null) {
                context.warning(
                        RuleCodes.TLS_MODE_OMITTED,
                        path + ".tls",
                        "without a mode TLS is passed through, not ended here",
                        "write mode: SIMPLE, or mode: PASSTHROUGH if it is meant");
            }
            ServerTls.Mode mode = tls.effectiveMode();
            if (mode == ServerTls.Mode.ISTIO_MUTUAL || mode == ServerTls.Mode.AUTO_PASSTHROUGH) {
                context.warning(
                        RuleCodes.TLS_MODE_UNSERVED,
                        path + ".tls.mode",
                        "mode " + mode + " needs "
                                + (mode == ServerTls.Mode.ISTIO_MUTUAL
                                        ? "the mesh's certificates"
                                        : "the mesh's SNI names")
                                + ", which this gateway hasn't; the listener isn't opened");
            }
            if ((mode == ServerTls.Mode.PASSTHROUGH || mode == ServerTls.Mode.AUTO_PASSTHROUGH) && hasAny(tls)) {
                context.warning(
                        RuleCodes.PASSTHROUGH_CERTIFICATE,
                        path + ".tls",
                        "mode " + mode + " uses no certificates; they are ignored");
            }
        });
    }

    private static boolean hasAny(ServerTls tls) {
        return TlsServers.isSet(tls.caCrl())
                || TlsServers.isSet(tls.serverCertificate())
                || TlsServers.isSet(tls.privateKey())
                || TlsServers.isSet(tls.caCertificates())
                || !tls.tlsCertificates().isEmpty()
                || TlsServers.hasCredential(tls);
    }
}
