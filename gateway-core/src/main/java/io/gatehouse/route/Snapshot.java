package io.gatehouse.route;

import java.util.List;
import java.util.Map;

/**
 * All that the gateway serves at one moment; never changes. A request reads it once and keeps it to its end.
 *
 * @param version counts up with each snapshot of this process
 * @param listeners ports to open
 * @param clusters by name
 * @param mesh settings of the whole gateway
 */
public record Snapshot(long version, List<ListenerSpec> listeners, Map<String, ClusterSpec> clusters, MeshSpec mesh) {
    /** Serves nothing. */
    public static final Snapshot EMPTY = new Snapshot(0, List.of(), Map.of(), MeshSpec.DEFAULT);

    public Snapshot {
        listeners = List.copyOf(listeners);
        clusters = Map.copyOf(clusters);
    }

    /** Who serves this request. */
    public Decision decide(RequestView request) {
        return decide(request, DecisionTrace.OFF);
    }

    /** Who serves this request, with every step told to {@code trace}: the same code, whether traced or not. */
    public Decision decide(RequestView request, DecisionTrace trace) {
        return Decider.decide(this, request, trace);
    }
}
