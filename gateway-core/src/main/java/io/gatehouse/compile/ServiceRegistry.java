package io.gatehouse.compile;

import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.Service;
import io.gatehouse.resource.ServiceEntry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every service that a destination may name, by full name: Kubernetes Services first, then ServiceEntries. */
final class ServiceRegistry {
    private final Map<String, KnownService> byHost = new HashMap<>();

    ServiceRegistry(ResourceSet resources, CompileOptions options) {
        KubernetesEndpoints kubernetes = new KubernetesEndpoints(resources);
        for (Service service : CreationOrder.sort(resources.services())) {
            KnownService known = kubernetes.service(service, options.clusterDomain());
            byHost.putIfAbsent(known.host(), known);
        }
        EntryEndpoints entries = new EntryEndpoints(resources);
        for (ServiceEntry entry : CreationOrder.sort(resources.serviceEntries())) {
            if (Visibility.covers(entry.exportTo(), entry.metadata().namespace(), options.namespace())) {
                entry.hosts().forEach(host -> byHost.putIfAbsent(host, entries.service(entry, host)));
            }
        }
    }

    /** The service of this full name. */
    @Nullable
    KnownService find(String host) {
        return byHost.get(host);
    }
}
