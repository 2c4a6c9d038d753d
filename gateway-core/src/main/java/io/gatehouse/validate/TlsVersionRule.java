package io.gatehouse.validate;

import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.ServerTls;

/** The lowest TLS version isn't above the highest, and old ones need cipher suites. */
final class TlsVersionRule implements Rule<Gateway> {
    @Override
    public void check(Gateway gateway, RuleContext context) {
        TlsServers.each(gateway, (path, tls) -> {
            ServerTls.ProtocolVersion min = tls.minProtocolVersion();
            ServerTls.ProtocolVersion max = tls.maxProtocolVersion();
            if (min != null
                    && max != null
                    && min != ServerTls.ProtocolVersion.TLS_AUTO
                    && max != ServerTls.ProtocolVersion.TLS_AUTO
                    && min.compareTo(max) > 0) {
                context.error(
                        RuleCodes.TLS_VERSION,
                        path + ".minProtocolVersion",
                        min + " is above maxProtocolVersion " + max,
                        "swap them");
            }
            if ((min == ServerTls.ProtocolVersion.TLSV1_0 || min == ServerTls.ProtocolVersion.TLSV1_1)
                    && tls.cipherSuites().isEmpty()) {
                context.warning(
                        RuleCodes.TLS_VERSION,
                        path + ".minProtocolVersion",
                        "the default cipher suites have none for versions below TLSV1_2",
                        "set cipherSuites too");
            }
        });
    }
}
