package io.gatehouse.validate;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.TrafficPolicy;

/** A tunnel's protocol, host and port. */
final class TunnelRule implements Rule<DestinationRule> {
    @Override
    public void check(DestinationRule rule, RuleContext context) {
        TrafficPolicies.whole(rule, (path, policy) -> {
            TrafficPolicy.Tunnel tunnel = policy.tunnel();
            if (tunnel == null) {
                return;
            }
            String protocol = tunnel.protocol();
            if (TlsServers.isSet(protocol) && !"CONNECT".equals(protocol) && !"POST".equals(protocol)) {
                context.error(
                        RuleCodes.TUNNEL,
                        path + ".tunnel.protocol",
                        Names.quoted(String.valueOf(protocol)) + " is neither CONNECT nor POST");
            }
            if (Names.fqdn(tunnel.targetHost()) != null && !Addresses.isAddress(tunnel.targetHost())) {
                context.error(
                        RuleCodes.TUNNEL,
                        path + ".tunnel.targetHost",
                        Names.quoted(tunnel.targetHost()) + " is neither a host name nor an IP address");
            }
            if (tunnel.targetPort() < 1 || tunnel.targetPort() > 65535) {
                context.error(
                        RuleCodes.TUNNEL,
                        path + ".tunnel.targetPort",
                        Names.quoted(Integer.toString(tunnel.targetPort())) + " is not between 1 and 65535");
            }
        });
    }
}
