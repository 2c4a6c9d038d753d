package io.gatehouse.compile;

import io.gatehouse.compile.BoundServices.Memory;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Recent;
import io.gatehouse.resource.VirtualService;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Completes the names of VirtualServices, merges delegates in, and sorts them by the Gateways that they name. */
final class BindVirtualServices implements CompileStep {
    private static final Recent<Set<String>> GATEWAYS = Recent.of(64);

    @Override
    public void run(Compilation compilation) {
        CompileOptions options = compilation.options;
        List<VirtualService> all = compilation.resources.virtualServices();
        Delegates delegates = new Delegates(all, options.clusterDomain());
        Map<VirtualService, Memory.Entry> before = compilation.memory.bound.entries();
        Map<VirtualService, Memory.Entry> now = new IdentityHashMap<>();
        List<BoundService> bound = new ArrayList<>();
        for (VirtualService service : CreationOrder.sort(all)) {
            boolean visible =
                    Visibility.covers(service.exportTo(), service.metadata().namespace(), options.namespace());
            if (!service.hosts().isEmpty() && !service.gateways().isEmpty() && visible) {
                Memory.Entry entry = entry(service, delegates, before.get(service), options);
                now.put(service, entry);
                bound.add(entry.service());
                entry.diagnostics().forEach(compilation::report);
            }
        }
        compilation.memory.bound = new Memory(now);
        compilation.bound = new BoundServices(bound);
    }

    private static Memory.Entry entry(
            VirtualService service, Delegates delegates, Memory.@Nullable Entry before, CompileOptions options) {
        List<@Nullable VirtualService> named = delegates.of(service);
        if (before != null && before.isOf(named)) {
            return before;
        }
        List<Diagnostic> diagnostics = new ArrayList<>(0);
        String namespace = service.metadata().namespace();
        BoundService bound = new BoundService(
                service,
                hosts(service, options),
                gateways(service, namespace),
                named.isEmpty() ? null : List.copyOf(delegates.rules(service, diagnostics)));
        return new Memory.Entry(bound, named.isEmpty() ? List.of() : named, List.copyOf(diagnostics));
    }

    /** A short name is that of a service, as in Istio; and itself, so that a name like localhost can be served. */
    private static List<String> hosts(VirtualService service, CompileOptions options) {
        Set<String> hosts = new LinkedHashSet<>();
        for (String host : service.hosts()) {
            String name = host.toLowerCase(Locale.ROOT);
            hosts.add(ResourceName.service(name, service.metadata().namespace(), options.clusterDomain()));
            hosts.add(name);
        }
        // Most are written completely and in lower case, and need not be kept twice
        List<String> complete = List.copyOf(hosts);
        return complete.equals(service.hosts()) ? service.hosts() : complete;
    }

    private static Set<String> gateways(VirtualService service, String namespace) {
        Set<String> gateways = new LinkedHashSet<>();
        service.gateways().forEach(name -> gateways.add(ResourceName.gateway(name, namespace)));
        gateways.remove("mesh");
        return GATEWAYS.share(Set.copyOf(gateways));
    }
}
