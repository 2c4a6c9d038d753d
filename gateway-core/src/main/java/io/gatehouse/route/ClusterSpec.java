package io.gatehouse.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a destination's requests go: one service, port and subset.
 *
 * @param name Istio's name: {@code outbound|PORT|SUBSET|HOST}
 * @param host the service's full name
 * @param port the service's port
 * @param subset empty for none
 * @param protocol what the endpoints speak
 * @param resolution how addresses are found
 * @param endpoints addresses (or names to resolve); empty gives 503 {@code no healthy upstream}
 * @param unknown why the destination can't be served at all (503 with an empty body); null when it can
 * @param policy how the endpoints are called
 */
public record ClusterSpec(
        String name,
        String host,
        int port,
        String subset,
        Protocol protocol,
        Resolution resolution,
        List<EndpointSpec> endpoints,
        @Nullable String unknown,
        TrafficPolicySpec policy) {
    public ClusterSpec {
        endpoints = List.copyOf(endpoints);
    }

    /** A cluster that no DestinationRule speaks of. */
    public ClusterSpec(
            String name,
            String host,
            int port,
            String subset,
            Protocol protocol,
            Resolution resolution,
            List<EndpointSpec> endpoints,
            @Nullable String unknown) {
        this(name, host, port, subset, protocol, resolution, endpoints, unknown, TrafficPolicySpec.DEFAULT);
    }

    /** What the endpoints speak, from the service port's name or {@code appProtocol}. */
    public enum Protocol {
        HTTP1,
        /** h2c with prior knowledge: {@code http2} and {@code grpc} ports. */
        HTTP2,
        TCP
    }

    /** How the addresses of endpoints are found. */
    public enum Resolution {
        STATIC,
        /** Every address of a name, refreshed. */
        DNS,
        /** The first address of a name; connections are kept when it changes. */
        DNS_ROUND_ROBIN,
        /**
         * The name that the request asks for, as far as the cluster's host, a wildcard, covers it. The one endpoint says
         * the port.
         */
        DYNAMIC_DNS,
        /**
         * A name that no resource defines, tried in DNS like {@link #DNS}; while it has no address, requests are
         * answered as for a destination that is {@link #unknown}: 503 with an empty body.
         */
        DNS_UNDEFINED
    }
}
