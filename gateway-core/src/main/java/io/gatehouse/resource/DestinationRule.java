package io.gatehouse.resource;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a host's endpoints are called ({@code networking.istio.io} DestinationRule).
 *
 * @param host a service's name; a short one is completed by this resource's namespace; may be a wildcard
 * @param exportTo namespaces that see it; empty means all
 * @param workloadSelector labels of the gateways that use it, null for all
 */
public record DestinationRule(
        Metadata metadata,
        SourceMap sources,
        String host,
        @Nullable TrafficPolicy trafficPolicy,
        List<Subset> subsets,
        List<String> exportTo,
        @Nullable Map<String, String> workloadSelector)
        implements Resource {

    /**
     * {@code spec.subsets[]}: endpoints by their labels.
     *
     * @param trafficPolicy overrides the rule's setting by setting
     */
    public record Subset(
            String name,
            Map<String, String> labels,
            @Nullable TrafficPolicy trafficPolicy) {
        public Subset {
            labels = Map.copyOf(labels);
        }
    }

    public DestinationRule {
        subsets = List.copyOf(subsets);
        exportTo = List.copyOf(exportTo);
        workloadSelector = workloadSelector == null ? null : Map.copyOf(workloadSelector);
    }
}
