package io.gatehouse.resource;

import java.util.List;
import java.util.Map;

/**
 * Which ports are opened, for which hosts and with which certificates ({@code networking.istio.io} Gateway).
 *
 * @param selector labels that a gateway must have to serve this; empty selects every gateway
 */
public record Gateway(Metadata metadata, SourceMap sources, Map<String, String> selector, List<Server> servers)
        implements Resource {
    public Gateway {
        selector = Map.copyOf(selector);
        servers = List.copyOf(servers);
    }
}
