package io.gatehouse.compile;

import io.gatehouse.resource.ConfigMap;
import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.EndpointSlice;
import io.gatehouse.resource.Endpoints;
import io.gatehouse.resource.MeshConfig;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.Secret;
import io.gatehouse.resource.Service;
import io.gatehouse.resource.ServiceEntry;
import io.gatehouse.resource.WorkloadEntry;
import java.util.ArrayList;
import java.util.List;

/** Indexes what destinations may name. */
final class FindServices implements CompileStep {
    private static final List<Class<? extends Resource>> KINDS = List.of(
            Service.class,
            EndpointSlice.class,
            Endpoints.class,
            ServiceEntry.class,
            WorkloadEntry.class,
            DestinationRule.class,
            Secret.class,
            ConfigMap.class,
            MeshConfig.class);

    @Override
    public void run(Compilation compilation) {
        List<Resource> now = new ArrayList<>();
        KINDS.forEach(kind -> now.addAll(compilation.resources.ofKind(kind)));
        CompileMemory memory = compilation.memory;
        boolean unchanged = same(now, memory.services);
        memory.services = now;
        ResourceSet resources = compilation.resources;
        if (!compilation.options.dynamicDns()) {
            resources.serviceEntries().forEach(entry -> refuseDynamic(entry, compilation));
        }
        compilation.clusters = new Clusters(
                new ServiceRegistry(resources, compilation.options),
                new DestinationRules(resources, compilation.options),
                new ServicePolicies(resources, compilation.options),
                compilation.options,
                memory.clusters,
                unchanged);
    }

    private static void refuseDynamic(ServiceEntry entry, Compilation compilation) {
        if (entry.effectiveResolution() == ServiceEntry.Resolution.DYNAMIC_DNS) {
            compilation.report(
                    CompileFinding.DYNAMIC_DNS_OFF.about(
                            entry,
                            "spec.resolution",
                            "DYNAMIC_DNS lets clients choose the upstream, and isn't enabled",
                            "start the gateway with --dynamic-dns (gatehouse.dns.dynamic), or name the hosts with resolution DNS"));
        }
    }

    /** By identity: an unchanged resource is the same object. */
    private static boolean same(List<Resource> now, List<Resource> before) {
        if (now.size() != before.size()) {
            return false;
        }
        for (int i = 0; i < now.size(); i++) {
            if (now.get(i) != before.get(i)) {
                return false;
            }
        }
        return true;
    }
}
