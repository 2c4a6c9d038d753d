package io.gatehouse.validate;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceKey;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.Server;
import io.gatehouse.resource.Service;
import io.gatehouse.resource.ServiceEntry;
import io.gatehouse.resource.VirtualService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What resources may refer to, indexed once for all rules. */
final class KnownNames {
    private static final String CLUSTER_DOMAIN = ".svc.cluster.local";

    private final Map<ResourceKey, Resource> first = new HashMap<>();
    private final Map<String, Gateway> gateways = new LinkedHashMap<>();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final List<Host> wildcardHosts = new ArrayList<>();
    private final Map<String, List<String>> subsets = new HashMap<>();
    private final Map<Server, PortUse> portUses = new IdentityHashMap<>();

    /** A service that can be a destination. */
    record Host(String name, ResourceKey key, Set<Integer> ports) {}

    /** Who used a port first. */
    record PortUse(String family, ResourceKey gateway) {}

    KnownNames(ResourceSet resources) {
        resources.all().forEach(resource -> first.putIfAbsent(resource.key(), resource));
        for (Gateway gateway : resources.gateways()) {
            gateways.putIfAbsent(
                    gateway.metadata().namespace() + "/" + gateway.metadata().name(), gateway);
        }
        for (Service service : resources.services()) {
            Set<Integer> ports =
                    service.ports().stream().map(Service.Port::port).collect(Collectors.toSet());
            String name = service.metadata().name() + "." + service.metadata().namespace() + CLUSTER_DOMAIN;
            hosts.put(name, new Host(name, service.key(), ports));
        }
        for (ServiceEntry entry : resources.serviceEntries()) {
            Set<Integer> ports =
                    entry.ports().stream().map(ServiceEntry.ServicePort::number).collect(Collectors.toSet());
            for (String host : entry.hosts()) {
                Host known = new Host(host, entry.key(), ports);
                hosts.putIfAbsent(host, known);
                if (Names.isWildcard(host)) {
                    wildcardHosts.add(known);
                }
            }
        }
        for (DestinationRule rule : resources.destinationRules()) {
            List<String> names = subsets.computeIfAbsent(
                    fullName(rule.host(), rule.metadata().namespace()), h -> new ArrayList<>());
            rule.subsets().forEach(subset -> names.add(subset.name()));
        }
        indexPorts(resources);
    }

    private void indexPorts(ResourceSet resources) {
        Map<String, PortUse> uses = new HashMap<>();
        List<Gateway> oldestFirst = new ArrayList<>(resources.gateways());
        oldestFirst.sort(Comparator.comparing(
                        (Gateway g) -> g.metadata().creationTimestamp(),
                        Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(g -> g.metadata().name())
                .thenComparing(g -> g.metadata().namespace()));
        for (Gateway gateway : oldestFirst) {
            for (Server server : gateway.servers()) {
                if (server.port().number() == 0) {
                    continue;
                }
                String selector = gateway.selector().toString();
                String bind = server.bind() == null ? "" : server.bind();
                String port = server.port().number() + " " + bind + " " + selector;
                portUses.put(
                        server,
                        uses.computeIfAbsent(port, p -> new PortUse(PortConflictRule.family(server), gateway.key())));
            }
        }
    }

    @Nullable
    Resource first(ResourceKey key) {
        return first.get(key);
    }

    @Nullable
    PortUse firstUse(Server server) {
        return portUses.get(server);
    }

    /** A Gateway as a VirtualService names it; null when unknown. */
    @Nullable
    Gateway gateway(String name, VirtualService service) {
        String own = service.metadata().namespace() + "/" + name;
        if (gateways.containsKey(own)) {
            return gateways.get(own);
        }
        String[] parts = name.split("\\.", 3);
        String legacy = parts.length > 1 ? parts[1] + "/" + parts[0] : name;
        return gateways.get(name.contains("/") ? name : legacy);
    }

    /** All Gateways: those of this namespace by their short name, others with their namespace. */
    List<String> gatewayNames(String namespace) {
        return gateways.keySet().stream()
                .map(name -> name.startsWith(namespace + "/") ? name.substring(namespace.length() + 1) : name)
                .toList();
    }

    /** The service that a destination names; null when unknown. */
    @Nullable
    Host host(String name, String namespace) {
        Host exact = hosts.get(name);
        if (exact == null) {
            exact = hosts.get(fullName(name, namespace));
        }
        if (exact == null && name.contains(".")) {
            exact = hosts.get(name.endsWith(".svc") ? name + ".cluster.local" : name + CLUSTER_DOMAIN);
        }
        if (exact != null) {
            return exact;
        }
        for (Host wildcard : wildcardHosts) {
            if (Names.covers(wildcard.name(), name)) {
                return wildcard;
            }
        }
        return null;
    }

    /** Names for a suggestion: services of this namespace by their short name, others as they are. */
    List<String> hostNames(String namespace) {
        String own = "." + namespace + CLUSTER_DOMAIN;
        List<String> names = new ArrayList<>();
        for (String name : hosts.keySet()) {
            names.add(name);
            if (name.endsWith(own)) {
                names.add(name.substring(0, name.length() - own.length()));
            }
        }
        return names;
    }

    /** Subsets of a host, as DestinationRules name them. */
    List<String> subsets(String host, String namespace) {
        List<String> exact = subsets.get(fullName(host, namespace));
        if (exact != null) {
            return exact;
        }
        return subsets.entrySet().stream()
                .filter(entry ->
                        Names.isWildcard(entry.getKey()) && Names.covers(entry.getKey(), fullName(host, namespace)))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /** The name of a service by which hosts are compared: a short name is one of this namespace. */
    String fullName(String host, String namespace) {
        return host.contains(".") || host.startsWith("*") || hosts.containsKey(host)
                ? host
                : host + "." + namespace + CLUSTER_DOMAIN;
    }
}
