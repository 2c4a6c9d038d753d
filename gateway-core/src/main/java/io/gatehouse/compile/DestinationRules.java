package io.gatehouse.compile;

import io.gatehouse.resource.DestinationRule;
import io.gatehouse.resource.ResourceSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which DestinationRule says how a service is called: one of the gateway's namespace over one of the service's over one
 * of Istio's own; within a namespace an exact host over the longest wildcard; several of one host count as one.
 */
final class DestinationRules {
    private static final String ROOT_NAMESPACE = "istio-system";

    private final CompileOptions options;
    private final Map<String, Map<String, List<DestinationRule>>> byNamespaceAndHost = new HashMap<>();

    DestinationRules(ResourceSet resources, CompileOptions options) {
        this.options = options;
        for (DestinationRule rule : CreationOrder.sort(resources.destinationRules())) {
            String home = rule.metadata().namespace();
            Map<String, String> selector = rule.workloadSelector();
            if (Visibility.covers(rule.exportTo(), home, options.namespace())
                    && (selector == null || Labels.cover(options.labels(), selector))) {
                String host = ResourceName.service(rule.host(), home, options.clusterDomain());
                byNamespaceAndHost
                        .computeIfAbsent(home, key -> new HashMap<>())
                        .computeIfAbsent(host, key -> new ArrayList<>(1))
                        .add(rule);
            }
        }
    }

    /** The labels of a subset of a service; null when no rule has it. */
    @Nullable
    Map<String, String> subset(KnownService service, String name) {
        for (DestinationRule rule : of(service)) {
            for (DestinationRule.Subset subset : rule.subsets()) {
                if (subset.name().equals(name)) {
                    return subset.labels();
                }
            }
        }
        return null;
    }

    /** The rules of a service, the first one counting where they disagree. */
    List<DestinationRule> of(KnownService service) {
        for (String namespace : List.of(options.namespace(), service.namespace(), ROOT_NAMESPACE)) {
            Map<String, List<DestinationRule>> byHost = byNamespaceAndHost.get(namespace);
            List<DestinationRule> rules = byHost == null ? null : mostSpecific(byHost, service.host());
            if (rules != null) {
                return rules;
            }
        }
        return List.of();
    }

    private static @Nullable List<DestinationRule> mostSpecific(
            Map<String, List<DestinationRule>> byHost, String host) {
        List<DestinationRule> exact = byHost.get(host);
        for (int dot = host.indexOf('.'); exact == null && dot >= 0; dot = host.indexOf('.', dot + 1)) {
            exact = byHost.get("*" + host.substring(dot));
        }
        return exact == null ? byHost.get("*") : exact;
    }
}
