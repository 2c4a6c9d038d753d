package io.gatehouse.validate;

import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.ServerTls;

/** {@code MUTUAL} needs authorities for client certificates; where a revocation list may stand. */
final class ClientAuthorityRule implements Rule<Gateway> {
    @Override
    public void check(Gateway gateway, RuleContext context) {
        TlsServers.each(gateway, (path, tls) -> {
            boolean credential = TlsServers.terminates(tls) && TlsServers.hasCredential(tls);
            if (TlsServers.asksForClientCertificate(tls) && !credential && !TlsServers.isSet(tls.caCertificates())) {
                context.error(
                        RuleCodes.CLIENT_AUTHORITY,
                        path + ".caCertificates",
                        "mode " + tls.effectiveMode() + " needs the authorities of client certificates",
                        "set caCertificates, or credentialName");
            }
            if (TlsServers.isSet(tls.caCrl())) {
                checkRevocations(path + ".caCrl", tls, context);
            }
        });
    }

    private static void checkRevocations(String path, ServerTls tls, RuleContext context) {
        if (TlsServers.hasCredential(tls)) {
            context.error(
                    RuleCodes.CLIENT_AUTHORITY,
                    path,
                    "excludes a credential",
                    "put the revocation list into the Secret, under ca.crl");
        } else if (tls.effectiveMode() == ServerTls.Mode.SIMPLE) {
            context.error(
                    RuleCodes.CLIENT_AUTHORITY, path, "mode SIMPLE asks for no client certificate", "use mode MUTUAL");
        }
    }
}
