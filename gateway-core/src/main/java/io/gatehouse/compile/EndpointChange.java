package io.gatehouse.compile;

import io.gatehouse.resource.EndpointSlice;
import io.gatehouse.resource.Endpoints;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.Service;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What happened to endpoints between two sets of resources that are the same else: it concerns the clusters of some
 * Services and nothing besides, so neither routes nor listeners are made again for it.
 *
 * @param services those whose endpoints changed
 * @param endpoints all that those Services have now
 */
record EndpointChange(List<Service> services, KubernetesEndpoints endpoints) {
    private static final List<Class<? extends Resource>> KINDS = List.of(EndpointSlice.class, Endpoints.class);

    static EndpointChange between(ResourceSet before, ResourceSet now) {
        Set<String> owners = new HashSet<>();
        for (Class<? extends Resource> kind : KINDS) {
            without(now.ofKind(kind), before.ofKind(kind)).forEach(each -> owners.add(owner(each)));
            without(before.ofKind(kind), now.ofKind(kind)).forEach(each -> owners.add(owner(each)));
        }
        List<Service> services = new ArrayList<>();
        for (Service service : now.services()) {
            if (owners.contains(
                    service.metadata().namespace() + "/" + service.metadata().name())) {
                services.add(service);
            }
        }
        List<Resource> theirs = new ArrayList<>();
        for (Class<? extends Resource> kind : KINDS) {
            now.ofKind(kind).stream()
                    .filter(each -> owners.contains(owner(each)))
                    .forEach(theirs::add);
        }
        return new EndpointChange(services, new KubernetesEndpoints(ResourceSet.of(theirs)));
    }

    private static List<Resource> without(List<? extends Resource> some, List<? extends Resource> others) {
        Set<Resource> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(others);
        List<Resource> rest = new ArrayList<>();
        for (Resource each : some) {
            if (!known.contains(each)) {
                rest.add(each);
            }
        }
        return rest;
    }

    private static String owner(Resource endpoints) {
        String name = endpoints instanceof EndpointSlice slice
                ? slice.serviceName().orElse("")
                : endpoints.metadata().name();
        return endpoints.metadata().namespace() + "/" + name;
    }

    /** Whether a port that this gateway listens on may be another: its own Service names a port of its pods. */
    boolean movesListeners(CompileOptions options) {
        return services.stream()
                .anyMatch(service -> !service.selector().isEmpty()
                        && Labels.cover(options.labels(), service.selector())
                        && service.ports().stream()
                                .anyMatch(port -> port.targetPort() != null
                                        && port.targetPort().number() == null));
    }

    /** The changed Services by full name. */
    Map<String, KnownService> known(String clusterDomain) {
        Map<String, KnownService> known = new HashMap<>();
        for (Service service : services) {
            KnownService made = endpoints.service(service, clusterDomain);
            known.put(made.host(), made);
        }
        return known;
    }
}
