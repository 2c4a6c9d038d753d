package io.gatehouse.compile;

import io.gatehouse.resource.EndpointSlice;
import io.gatehouse.resource.Endpoints;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.Service;
import io.gatehouse.route.ClusterSpec;
import io.gatehouse.route.EndpointSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Addresses of Kubernetes Services: from EndpointSlices, or from Endpoints where a Service has no slices. */
final class KubernetesEndpoints {
    private final Map<String, List<EndpointSlice>> slices = new HashMap<>();
    private final Map<String, Endpoints> endpoints = new HashMap<>();

    KubernetesEndpoints(ResourceSet resources) {
        for (EndpointSlice slice : resources.ofKind(EndpointSlice.class)) {
            slice.serviceName()
                    .ifPresent(name -> slices.computeIfAbsent(
                                    slice.metadata().namespace() + "/" + name, key -> new ArrayList<>())
                            .add(slice));
        }
        for (Endpoints each : resources.ofKind(Endpoints.class)) {
            endpoints.put(each.metadata().namespace() + "/" + each.metadata().name(), each);
        }
    }

    KnownService service(Service service, String clusterDomain) {
        String name = service.metadata().name();
        String namespace = service.metadata().namespace();
        List<KnownService.Port> ports = service.ports().stream()
                .filter(port -> !"UDP".equals(port.protocol()))
                .map(KubernetesEndpoints::port)
                .toList();
        String host = ResourceName.service(name, namespace, clusterDomain);
        String external = "ExternalName".equals(service.type()) ? service.externalName() : null;
        if (external != null) {
            return new KnownService(
                    host,
                    namespace,
                    ports,
                    ClusterSpec.Resolution.DNS,
                    port -> List.of(new EndpointSpec(external, port.number(), 1, Map.of(), "")));
        }
        String key = namespace + "/" + name;
        boolean names = slices.getOrDefault(key, List.of()).stream()
                .anyMatch(slice -> slice.addressType().equals("FQDN"));
        return new KnownService(
                host,
                namespace,
                ports,
                names ? ClusterSpec.Resolution.DNS : ClusterSpec.Resolution.STATIC,
                port -> addresses(key, port));
    }

    /** The number that endpoints of a Service have for a named port; null when nothing says so. */
    @Nullable
    Integer numberOf(Service service, @Nullable String portName) {
        String key = service.metadata().namespace() + "/" + service.metadata().name();
        return slices.getOrDefault(key, List.of()).stream()
                .flatMap(slice -> slice.ports().stream())
                .filter(port -> same(port.name(), portName))
                .map(EndpointSlice.Port::port)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static KnownService.Port port(Service.Port port) {
        Service.TargetPort target = port.targetPort();
        Integer number = target == null ? null : target.number();
        return new KnownService.Port(
                port.port(),
                port.name() == null ? "" : port.name(),
                ServiceProtocol.of(port.appProtocol(), port.name()),
                number == null ? port.port() : number);
    }

    private List<EndpointSpec> addresses(String key, KnownService.Port port) {
        List<EndpointSlice> known = slices.get(key);
        if (known != null) {
            return known.stream()
                    .flatMap(slice -> ofSlice(slice, port).stream())
                    .toList();
        }
        Endpoints old = endpoints.get(key);
        return old == null
                ? List.of()
                : old.subsets().stream()
                        .flatMap(subset -> ofSubset(subset, port).stream())
                        .toList();
    }

    private static List<EndpointSpec> ofSlice(EndpointSlice slice, KnownService.Port port) {
        int number = portNumber(slice.ports(), port);
        return number == 0
                ? List.of()
                : slice.endpoints().stream()
                        .filter(KubernetesEndpoints::isReady)
                        .filter(endpoint -> !endpoint.addresses().isEmpty())
                        // The addresses of one endpoint are interchangeable; the first is the one to use
                        .map(endpoint -> new EndpointSpec(
                                endpoint.addresses().get(0),
                                number,
                                1,
                                endpoint.labels(),
                                endpoint.zone() == null ? "" : "/" + endpoint.zone()))
                        .toList();
    }

    private static List<EndpointSpec> ofSubset(Endpoints.Subset subset, KnownService.Port port) {
        int number = portNumber(subset.ports(), port);
        return number == 0
                ? List.of()
                : subset.addresses().stream()
                        .map(address -> new EndpointSpec(address.ip(), number, 1, Map.of(), ""))
                        .toList();
    }

    private static boolean isReady(EndpointSlice.Endpoint endpoint) {
        return !Boolean.FALSE.equals(endpoint.ready())
                && !Boolean.FALSE.equals(endpoint.serving())
                && !Boolean.TRUE.equals(endpoint.terminating());
    }

    /** 0 when the endpoints don't serve the port. */
    private static int portNumber(List<EndpointSlice.Port> ports, KnownService.Port wanted) {
        for (EndpointSlice.Port port : ports) {
            if (same(port.name(), wanted.name())) {
                return port.port() == null ? wanted.target() : port.port();
            }
        }
        return 0;
    }

    private static boolean same(@Nullable String left, @Nullable String right) {
        return (left == null ? "" : left).equals(right == null ? "" : right);
    }
}
