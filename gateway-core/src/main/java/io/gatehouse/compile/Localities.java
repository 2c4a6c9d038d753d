package io.gatehouse.compile;

import io.gatehouse.resource.LoadBalancerSettings;
import io.gatehouse.resource.LoadBalancerSettings.LocalityLb;
import io.gatehouse.resource.TrafficPolicy;
import io.gatehouse.route.EndpointSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prefers endpoints by where they are ({@code localityLbSetting}): {@code distribute} gives localities their shares,
 * {@code failover} and {@code failoverPriority} make an order. Istio takes the order only with outlier detection,
 * since nothing else finds that an endpoint fails.
 */
final class Localities {
    private static final String ISTIO_LABEL = "istio-locality";
    private static final List<String> TOPOLOGY =
            List.of("topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone");
    /** Shares are of 100; this leaves room for dividing them among endpoints. */
    private static final int PRECISION = 1000;

    private static final int REGION_RANKS = 3;

    private final Map<String, String> labels;
    private final String own;

    Localities(Map<String, String> labels) {
        this.labels = labels;
        this.own = locality(labels);
    }

    /** The gateway's own locality, from the labels that Istio and Kubernetes use for it; empty when unknown. */
    private static String locality(Map<String, String> labels) {
        String written = labels.get(ISTIO_LABEL);
        if (written != null) {
            return written.replace('.', '/');
        }
        List<String> parts = new ArrayList<>();
        for (String label : TOPOLOGY) {
            String part = labels.get(label);
            if (part == null) {
                break;
            }
            parts.add(part);
        }
        return String.join("/", parts);
    }

    List<EndpointSpec> arrange(List<EndpointSpec> endpoints, TrafficPolicy policy) {
        LoadBalancerSettings settings = policy.loadBalancer();
        if (settings != null && settings.zoneAwareLbSetting() != null) {
            return byZones(endpoints, settings.zoneAwareLbSetting(), policy.outlierDetection() != null);
        }
        LocalityLb setting = settings == null ? null : settings.localityLbSetting();
        if (setting == null || Boolean.FALSE.equals(setting.enabled())) {
            return endpoints;
        }
        if (!setting.distribute().isEmpty()) {
            return distribute(endpoints, setting);
        }
        if (policy.outlierDetection() == null) {
            return endpoints;
        }
        List<Integer> ranks = endpoints.stream()
                .map(endpoint -> setting.failoverPriority().isEmpty()
                        ? byPlace(endpoint.locality(), setting)
                        : byLabels(endpoint, setting.failoverPriority()))
                .toList();
        return ranked(endpoints, ranks);
    }

    /**
     * A gateway does not know how its like are spread over zones. Then Istio spreads requests over all endpoints of the
     * own region, and only regions (or labels) make an order.
     */
    private List<EndpointSpec> byZones(
            List<EndpointSpec> endpoints, LoadBalancerSettings.ZoneAwareLb setting, boolean detection) {
        if (!detection || Boolean.FALSE.equals(setting.enabled())) {
            return endpoints;
        }
        List<String> labels = setting.failoverPriority();
        List<Integer> ranks = endpoints.stream()
                .map(endpoint -> {
                    int region = byRegion(endpoint.locality(), setting.failover());
                    return labels.isEmpty() ? region : byLabels(endpoint, labels) * REGION_RANKS + region;
                })
                .toList();
        return ranked(endpoints, ranks);
    }

    /** 0 for the own region, 1 for the region to fail over to, and 2 for all others. */
    private int byRegion(String locality, List<LoadBalancerSettings.Failover> failovers) {
        String here = own.split("/")[0];
        String there = locality.split("/")[0];
        if (here.isEmpty() || here.equals(there)) {
            return 0;
        }
        boolean next = failovers.stream().anyMatch(each -> here.equals(each.from()) && there.equals(each.to()));
        return next ? 1 : 2;
    }

    private List<EndpointSpec> distribute(List<EndpointSpec> endpoints, LocalityLb setting) {
        for (LoadBalancerSettings.Distribute rule : setting.distribute()) {
            if (own.isEmpty() || rule.from() == null || !covers(rule.from(), own)) {
                continue;
            }
            Map<String, Integer> totals = new HashMap<>();
            for (EndpointSpec endpoint : endpoints) {
                String place = mostSpecific(rule.to(), endpoint.locality());
                if (place != null) {
                    totals.merge(place, endpoint.weight(), Integer::sum);
                }
            }
            List<EndpointSpec> shared = new ArrayList<>();
            for (EndpointSpec endpoint : endpoints) {
                String place = mostSpecific(rule.to(), endpoint.locality());
                if (place != null) {
                    double share = (double) rule.to().getOrDefault(place, 0L)
                            * endpoint.weight()
                            / totals.getOrDefault(place, 1);
                    shared.add(endpoint.withWeight((int) Math.max(1, Math.round(share * PRECISION))));
                }
            }
            return shared;
        }
        return endpoints;
    }

    private static @Nullable String mostSpecific(Map<String, Long> shares, String locality) {
        String found = null;
        for (String place : shares.keySet()) {
            if (covers(place, locality) && (found == null || place.length() > found.length())) {
                found = place;
            }
        }
        return found;
    }

    /** Whether {@code region/zone/*} and the like cover a locality. */
    private static boolean covers(String pattern, String locality) {
        if (pattern.equals("*")) {
            return true;
        }
        String prefix = pattern.endsWith("/*") ? pattern.substring(0, pattern.length() - 2) : pattern;
        return locality.equals(prefix) || locality.startsWith(prefix + "/");
    }

    /** 0 for the same subzone, then zone, region, the region to fail over to, and all others. */
    private int byPlace(String locality, LocalityLb setting) {
        String[] here = own.split("/");
        String[] there = locality.split("/");
        if (own.isEmpty()) {
            return 0;
        }
        int same = 0;
        while (same < here.length && same < there.length && here[same].equals(there[same])) {
            same++;
        }
        if (same > 0) {
            return here.length - same;
        }
        int other = here.length + 1;
        for (LoadBalancerSettings.Failover failover : setting.failover()) {
            if (here[0].equals(failover.from())) {
                return there[0].equals(failover.to()) ? here.length : other;
            }
        }
        return setting.failover().isEmpty() ? here.length : other;
    }

    /** The number of labels, from the first one on, that an endpoint does not share with the gateway. */
    private int byLabels(EndpointSpec endpoint, List<String> priorities) {
        for (int i = 0; i < priorities.size(); i++) {
            String[] label = priorities.get(i).split("=", 2);
            String wanted = label.length == 2 ? label[1] : labels.get(label[0]);
            if (wanted == null || !wanted.equals(endpoint.labels().get(label[0]))) {
                return priorities.size() - i;
            }
        }
        return 0;
    }

    /** Without gaps, so that the first one is 0. */
    private static List<EndpointSpec> ranked(List<EndpointSpec> endpoints, List<Integer> ranks) {
        List<Integer> order = ranks.stream().distinct().sorted().toList();
        List<EndpointSpec> arranged = new ArrayList<>();
        for (int i = 0; i < endpoints.size(); i++) {
            arranged.add(endpoints.get(i).withPriority(order.indexOf(ranks.get(i))));
        }
        return arranged;
    }
}
