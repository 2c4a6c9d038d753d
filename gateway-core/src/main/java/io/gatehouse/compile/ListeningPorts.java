package io.gatehouse.compile;

import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.Service;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The port that a socket listens on for a port that a Gateway names: the {@code targetPort} of the Service that leads
 * to this gateway, as clients and Gateways know the Service's ports; the Gateway's own number when there is none.
 */
final class ListeningPorts {
    private static final String OPT_OUT = "experimental.istio.io/disable-gateway-port-translation";

    private final List<Service> services;
    private final KubernetesEndpoints endpoints;

    ListeningPorts(ResourceSet resources, CompileOptions options) {
        this.endpoints = new KubernetesEndpoints(resources);
        List<Service> leading = CreationOrder.sort(resources.services()).stream()
                .filter(service -> !service.selector().isEmpty()
                        && Labels.cover(options.labels(), service.selector())
                        && !service.metadata().labels().containsKey(OPT_OUT))
                .toList();
        List<Service> own = leading.stream()
                .filter(service -> service.metadata().namespace().equals(options.namespace()))
                .toList();
        // Files often leave the namespace out; a Service of the gateway's own namespace is surely meant
        this.services = own.isEmpty() ? leading : own;
    }

    /** Where to listen; empty when the Service names a port whose number nobody knows. */
    OptionalInt of(int gatewayPort) {
        for (Service service : services) {
            for (Service.Port port : service.ports()) {
                if (port.port() == gatewayPort && !"UDP".equals(port.protocol())) {
                    Integer target = target(service, port);
                    return target == null ? OptionalInt.empty() : OptionalInt.of(target);
                }
            }
        }
        return OptionalInt.of(gatewayPort);
    }

    private @Nullable Integer target(Service service, Service.Port port) {
        Service.TargetPort target = port.targetPort();
        if (target == null) {
            return port.port();
        }
        return target.number() != null ? target.number() : endpoints.numberOf(service, port.name());
    }
}
