package io.gatehouse.jetty.launcher;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The names under which a command line knows kinds, as kubectl has them. */
final class Kinds {
    private static final Map<String, List<String>> NAMES = Map.ofEntries(
            Map.entry("Gateway", List.of("gateway", "gateways", "gw")),
            Map.entry("VirtualService", List.of("virtualservice", "virtualservices", "vs")),
            Map.entry("DestinationRule", List.of("destinationrule", "destinationrules", "dr")),
            Map.entry("ServiceEntry", List.of("serviceentry", "serviceentries", "se")),
            Map.entry("WorkloadEntry", List.of("workloadentry", "workloadentries", "we")),
            Map.entry("Service", List.of("service", "services", "svc")),
            Map.entry("EndpointSlice", List.of("endpointslice", "endpointslices")),
            Map.entry("Endpoints", List.of("endpoints", "ep")),
            Map.entry("Secret", List.of("secret", "secrets")),
            Map.entry("ConfigMap", List.of("configmap", "configmaps", "cm")),
            Map.entry("MeshConfig", List.of("meshconfig")));

    private Kinds() {}

    /**
     * The kind of this name.
     *
     * @throws CommandFailure when there is none
     */
    static String kind(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getValue().contains(lower))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new CommandFailure("there is no kind \"" + name + "\"; known are "
                        + String.join(", ", NAMES.keySet().stream().sorted().toList())));
    }
}
