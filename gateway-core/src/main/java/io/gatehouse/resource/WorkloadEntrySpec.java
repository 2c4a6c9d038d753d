package io.gatehouse.resource;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint, in a ServiceEntry's {@code endpoints[]} or as a WorkloadEntry's {@code spec}.
 *
 * @param address IP address, host name (DNS resolutions) or {@code unix://} path
 * @param ports by the service port's name; overrides its target port; in the order written
 * @param labels choose subsets
 * @param locality {@code region/zone/subzone}
 * @param weight 1 when absent
 */
public record WorkloadEntrySpec(
        @Nullable String address,
        Map<String, Integer> ports,
        Map<String, String> labels,
        @Nullable String network,
        @Nullable String locality,
        @Nullable Long weight,
        @Nullable String serviceAccount) {
    public WorkloadEntrySpec {
        ports = Ordered.copyOf(ports);
        labels = Map.copyOf(labels);
    }
}
