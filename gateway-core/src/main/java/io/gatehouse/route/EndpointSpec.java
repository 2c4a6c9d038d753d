package io.gatehouse.route;

import java.util.Map;

/**
 * One address of a cluster.
 *
 * @param address IP address, host name (for DNS resolution) or {@code unix://} path
 * @param port 1 to 65535; 0 for unix sockets
 * @param weight share of the traffic; 1 by default
 * @param labels of the workload, for subsets
 * @param locality {@code region/zone/subzone}, or empty
 */
public record EndpointSpec(String address, int port, int weight, Map<String, String> labels, String locality) {
    public EndpointSpec {
        labels = Map.copyOf(labels);
    }
}
