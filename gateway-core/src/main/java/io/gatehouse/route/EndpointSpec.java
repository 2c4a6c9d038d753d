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
 * @param priority 0 is used first; others when too few of those before are healthy
 */
public record EndpointSpec(
        String address, int port, int weight, Map<String, String> labels, String locality, int priority) {
    public EndpointSpec {
        labels = Map.copyOf(labels);
    }

    /** An endpoint that is used first. */
    public EndpointSpec(String address, int port, int weight, Map<String, String> labels, String locality) {
        this(address, port, weight, labels, locality, 0);
    }

    /** The same endpoint with another share. */
    public EndpointSpec withWeight(int other) {
        return new EndpointSpec(address, port, other, labels, locality, priority);
    }

    /** The same endpoint with another priority. */
    public EndpointSpec withPriority(int other) {
        return new EndpointSpec(address, port, weight, labels, locality, other);
    }
}
