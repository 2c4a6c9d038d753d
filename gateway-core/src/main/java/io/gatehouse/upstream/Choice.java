package io.gatehouse.upstream;

import io.gatehouse.route.TrafficPolicySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints that may be picked at this moment: those neither ejected nor unhealthy, of the first priority. As Envoy does, a priority
 * that loses endpoints gives traffic to the next one only when what is left of it, times 1.4, is less than the whole.
 * When too few are healthy ({@code minHealthPercent}), all are used.
 */
final class Choice {
    private static final double OVERPROVISIONING = 1.4;
    /** Envoy's {@code host_selection_retry_max_attempts} as Istio sets it. */
    private static final int REPEATED_PICKS = 5;

    private final List<Level> levels;
    private final List<Endpoint> endpoints;
    private final boolean changes;
    private final long until;

    /** Endpoints of one priority, and its part of the traffic, 0 to 1. */
    private record Level(List<Endpoint> endpoints, double part, LoadBalancer balancer) {}

    private Choice(List<Level> levels, List<Endpoint> endpoints, boolean changes, long until) {
        this.levels = levels;
        this.endpoints = endpoints;
        this.changes = changes;
        this.until = until;
    }

    static Choice of(List<Endpoint> all, TrafficPolicySpec policy, int minHealthPercent, long now) {
        Map<Integer, List<Endpoint>> priorities = new TreeMap<>();
        all.forEach(endpoint -> priorities
                .computeIfAbsent(endpoint.priority(), key -> new ArrayList<>())
                .add(endpoint));
        List<Endpoint> out = all.stream().filter(each -> each.isLeftOut(now)).toList();
        boolean ejected = false;
        long until = now;
        for (Endpoint endpoint : out) {
            if (endpoint.health().isEjected(now)) {
                long back = endpoint.health().until();
                until = !ejected || back - until < 0 ? back : until;
                ejected = true;
            }
        }
        boolean panic = !out.isEmpty() && (all.size() - out.size()) * 100L < (long) minHealthPercent * all.size();
        List<Level> levels = levels(priorities, panic ? List.of() : out, policy);
        List<Endpoint> usable =
                levels.stream().flatMap(level -> level.endpoints().stream()).toList();
        return new Choice(levels, usable, ejected, until);
    }

    private static List<Level> levels(
            Map<Integer, List<Endpoint>> priorities, List<Endpoint> ejected, TrafficPolicySpec policy) {
        List<Level> levels = new ArrayList<>();
        double left = 1;
        for (List<Endpoint> members : priorities.values()) {
            List<Endpoint> healthy = ejected.isEmpty()
                    ? List.copyOf(members)
                    : members.stream().filter(each -> !ejected.contains(each)).toList();
            double part = Math.min(left, OVERPROVISIONING * healthy.size() / members.size());
            if (part > 0) {
                levels.add(new Level(healthy, part, LoadBalancers.create(policy, healthy)));
                left -= part;
            }
        }
        return levels;
    }

    /** Whether it is still true at this moment. */
    boolean isCurrent(long now) {
        return !changes || now - until < 0;
    }

    @Nullable
    Endpoint pick(LoadBalancer.Pick pick) {
        Level level = level();
        if (level == null) {
            return null;
        }
        Endpoint found = level.balancer().pick(pick, 0);
        for (int i = 1; i <= REPEATED_PICKS && pick.avoided().contains(found); i++) {
            found = level.balancer().pick(pick, i);
        }
        return found;
    }

    /** By part; when the parts are less than the whole, they are all there is. */
    private @Nullable Level level() {
        if (levels.size() <= 1) {
            return levels.isEmpty() ? null : levels.get(0);
        }
        double total = levels.stream().mapToDouble(Level::part).sum();
        double draw = ThreadLocalRandom.current().nextDouble(total);
        for (Level level : levels) {
            draw -= level.part();
            if (draw < 0) {
                return level;
            }
        }
        return levels.get(0);
    }

    /** All that may be picked. */
    List<Endpoint> endpoints() {
        return endpoints;
    }
}
