package io.gatehouse.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One listener of a Gateway ({@code spec.servers[]}).
 *
 * @param bind an IP address or {@code unix://} path; all interfaces when absent
 * @param hosts {@code [namespace/]dnsName}, wildcard only as first label; namespaces {@code *} and {@code .} too
 * @param name optional, unique in the Gateway
 * @param defaultEndpoint never had an effect in Istio
 */
public record Server(
        GatewayPort port,
        @Nullable String bind,
        List<String> hosts,
        @Nullable ServerTls tls,
        @Nullable String name,
        @Nullable String defaultEndpoint) {
    public Server {
        hosts = List.copyOf(hosts);
    }
}
