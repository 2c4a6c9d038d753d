package io.gatehouse.compile;

import io.gatehouse.resource.Destination;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.ClusterSpec.Protocol;
import io.gatehouse.route.ClusterSpec.Resolution;
import io.gatehouse.route.EndpointSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that routes lead to. A destination's host is a Service, else a ServiceEntry, else (unless it is written
 * as a Service of the cluster) a name for DNS. What can't be found gives a cluster that says why, never an error: the
 * route stays, and answers 503.
 */
final class Clusters {
    private static final int DEFAULT_PORT = 80;

    private final ServiceRegistry services;
    private final DestinationRules rules;
    private final ServicePolicies policies;
    private final CompileOptions options;
    private final Map<String, ClusterSpec> previous;
    private final boolean unchanged;
    private final Map<String, ClusterSpec> used;

    /**
     * Clusters of these services.
     *
     * @param previous those of the compilation before
     * @param unchanged whether that one had the same services
     */
    Clusters(
            ServiceRegistry services,
            DestinationRules rules,
            ServicePolicies policies,
            CompileOptions options,
            Map<String, ClusterSpec> previous,
            boolean unchanged) {
        this.services = services;
        this.rules = rules;
        this.policies = policies;
        this.options = options;
        this.previous = previous;
        this.unchanged = unchanged;
        this.used = new HashMap<>(previous.size() * 3 / 2);
    }

    /** Where no destination is found. */
    static Clusters none(CompileOptions options) {
        ResourceSet nothing = ResourceSet.empty();
        return new Clusters(
                new ServiceRegistry(nothing, options),
                new DestinationRules(nothing, options),
                new ServicePolicies(nothing, options),
                options,
                Map.of(),
                false);
    }

    /**
     * The cluster of a destination.
     *
     * @param namespace of the VirtualService that names it
     * @param gatewayPort stands in where the destination names no port and the service has several
     */
    ClusterSpec use(Destination destination, String namespace, int gatewayPort) {
        String host = ResourceName.service(destination.host(), namespace, options.clusterDomain());
        KnownService service = services.find(host);
        KnownService.Port port = service == null ? null : service.port(destination.port(), gatewayPort);
        int number = port != null ? port.number() : portOf(destination, service, gatewayPort);
        String subset = destination.subset() == null ? "" : destination.subset();
        String name = "outbound|" + number + "|" + subset + "|" + host;
        return used.computeIfAbsent(name, key -> {
            ClusterSpec spec = service == null
                    ? undefined(key, destination, host, number, subset)
                    : defined(key, service, port, number, subset);
            // The same object for the same cluster, so that its live state is found at once
            return spec.equals(previous.get(key)) ? previous.get(key) : spec;
        });
    }

    /**
     * Uses a cluster of the compilation before again, when no service has changed since.
     *
     * @return false when it has to be looked up
     */
    boolean keep(String name) {
        ClusterSpec known = unchanged ? previous.get(name) : null;
        if (known != null) {
            used.put(name, known);
        }
        return known != null;
    }

    /** The used clusters of services that have other endpoints now, by name; only those that differ. */
    Map<String, ClusterSpec> changed(Map<String, KnownService> services, Map<String, ClusterSpec> current) {
        Map<String, ClusterSpec> changed = new HashMap<>();
        current.forEach((name, spec) -> {
            KnownService service = services.get(spec.host());
            if (service != null) {
                ClusterSpec now =
                        defined(name, service, service.port(spec.port(), spec.port()), spec.port(), spec.subset());
                if (!now.equals(spec)) {
                    changed.put(name, now);
                }
            }
        });
        return changed;
    }

    /** All clusters used, by name. */
    Map<String, ClusterSpec> used() {
        return used;
    }

    private static int portOf(Destination destination, @Nullable KnownService service, int gatewayPort) {
        if (destination.port() != null) {
            return destination.port();
        }
        return service == null ? DEFAULT_PORT : gatewayPort;
    }

    private ClusterSpec defined(
            String name, KnownService service, KnownService.@Nullable Port port, int number, String subset) {
        String host = service.host();
        if (port == null) {
            String problem = host + " has no port " + number + " (it has "
                    + service.ports().stream().map(KnownService.Port::number).toList() + ")";
            return unknown(name, host, number, subset, problem);
        }
        if (service.resolution() == Resolution.DYNAMIC_DNS && !options.dynamicDns()) {
            return unknown(name, host, number, subset, "resolution DYNAMIC_DNS is not enabled");
        }
        Map<String, String> labels = subset.isEmpty() ? Map.of() : rules.subset(service, subset);
        if (labels == null) {
            return unknown(name, host, number, subset, "no DestinationRule gives " + host + " a subset " + subset);
        }
        List<EndpointSpec> endpoints = service.endpoints().of(port).stream()
                .filter(endpoint -> Labels.cover(endpoint.labels(), labels))
                .toList();
        ServicePolicies.Policy policy = policies.of(service, rules.of(service), port, subset);
        return new ClusterSpec(
                name,
                host,
                number,
                subset,
                policy.protocol(),
                service.resolution(),
                policy.arrange(endpoints),
                null,
                policy.spec());
    }

    private ClusterSpec undefined(String name, Destination destination, String host, int number, String subset) {
        if (!subset.isEmpty() || destination.host().endsWith(".svc." + options.clusterDomain())) {
            return unknown(name, host, number, subset, "no Service or ServiceEntry is named " + host);
        }
        EndpointSpec byName = new EndpointSpec(destination.host(), number, 1, Map.of(), "");
        return new ClusterSpec(name, host, number, "", Protocol.HTTP1, Resolution.DNS_UNDEFINED, List.of(byName), null);
    }

    private static ClusterSpec unknown(String name, String host, int number, String subset, String problem) {
        return new ClusterSpec(name, host, number, subset, Protocol.HTTP1, Resolution.STATIC, List.of(), problem);
    }
}
