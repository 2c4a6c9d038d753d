package io.gatehouse.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code Gateway.servers[].hosts}: what a server serves, and for VirtualServices of which namespaces. */
final class ServerHosts {
    private static final String ANY = "*";

    private final Map<String, Set<String>> exact = new LinkedHashMap<>();
    private final Map<String, Set<String>> wildcards = new LinkedHashMap<>();

    /**
     * Reads entries of the form {@code [namespace/]name}.
     *
     * @param home the Gateway's namespace, for which {@code .} stands
     */
    ServerHosts(List<String> hosts, String home) {
        for (String host : hosts) {
            int slash = host.indexOf('/');
            String namespace = slash < 0 ? ANY : host.substring(0, slash);
            String name = host.substring(slash + 1).toLowerCase(Locale.ROOT);
            (name.startsWith("*") ? wildcards : exact)
                    .computeIfAbsent(name, key -> new LinkedHashSet<>(2))
                    .add(namespace.equals(".") ? home : namespace);
        }
    }

    /** Every name, without namespaces. */
    List<String> names() {
        List<String> names = new ArrayList<>(exact.keySet());
        names.addAll(wildcards.keySet());
        return names;
    }

    /** Every name with the namespaces that it is for, as Istio compares servers of one port. */
    List<String> qualifiedNames() {
        List<String> names = new ArrayList<>();
        for (Map<String, Set<String>> each : List.of(exact, wildcards)) {
            each.forEach((name, namespaces) ->
                    namespaces.forEach(namespace -> names.add(namespace.equals(ANY) ? name : namespace + "/" + name)));
        }
        return names;
    }

    boolean hasWildcards() {
        return !wildcards.isEmpty();
    }

    /**
     * The hosts that a VirtualService serves here; of two that overlap the narrower one.
     *
     * @param hosts of the VirtualService, lower-case
     * @param namespace of the VirtualService
     */
    Set<String> intersection(List<String> hosts, String namespace) {
        Set<String> common = new LinkedHashSet<>(4);
        for (String host : hosts) {
            if (admits(exact.get(host), namespace)) {
                common.add(host);
            }
            wildcards.forEach((wildcard, namespaces) -> {
                if (admits(namespaces, namespace)) {
                    addNarrower(host, wildcard, common);
                }
            });
            if (host.startsWith("*")) {
                exact.forEach((name, namespaces) -> {
                    if (Hosts.isSubset(name, host) && admits(namespaces, namespace)) {
                        common.add(name);
                    }
                });
            }
        }
        return common;
    }

    private static void addNarrower(String host, String wildcard, Set<String> common) {
        if (Hosts.isSubset(host, wildcard)) {
            common.add(host);
        } else if (Hosts.isSubset(wildcard, host)) {
            common.add(wildcard);
        }
    }

    private static boolean admits(@Nullable Set<String> namespaces, String namespace) {
        return namespaces != null && (namespaces.contains(ANY) || namespaces.contains(namespace));
    }
}
