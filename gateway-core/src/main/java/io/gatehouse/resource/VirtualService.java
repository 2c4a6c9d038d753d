package io.gatehouse.resource;

import java.util.List;

/**
 * How requests for some hosts are routed ({@code networking.istio.io} VirtualService).
 *
 * @param hosts host names, wildcard only as first label; empty for a delegate
 * @param gateways {@code name}, {@code namespace/name} or {@code mesh}; empty means mesh only
 * @param http tried in order, first match wins
 * @param exportTo namespaces that see it; empty means all
 */
public record VirtualService(
        Metadata metadata,
        SourceMap sources,
        List<String> hosts,
        List<String> gateways,
        List<HttpRoute> http,
        List<TlsRoute> tls,
        List<TcpRoute> tcp,
        List<String> exportTo)
        implements Resource {
    public VirtualService {
        hosts = List.copyOf(hosts);
        gateways = List.copyOf(gateways);
        http = List.copyOf(http);
        tls = List.copyOf(tls);
        tcp = List.copyOf(tcp);
        exportTo = List.copyOf(exportTo);
    }
}
