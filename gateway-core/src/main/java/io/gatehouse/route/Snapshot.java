package io.gatehouse.route;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that the gateway serves at one moment; never changes. A request reads it once and keeps it to its end. */
public final class Snapshot {
    /** Serves nothing. */
    public static final Snapshot EMPTY = new Snapshot(0, List.of(), Map.of(), MeshSpec.DEFAULT);

    private final long version;
    private final List<ListenerSpec> listeners;
    private final Map<String, ClusterSpec> clusters;
    private final MeshSpec mesh;
    private final ListenerTable table;

    /**
     * A snapshot.
     *
     * @param version counts up with each snapshot of this process
     * @param listeners ports to open; their keys differ
     * @param clusters by name
     * @param mesh settings of the whole gateway
     */
    public Snapshot(long version, List<ListenerSpec> listeners, Map<String, ClusterSpec> clusters, MeshSpec mesh) {
        this(version, List.copyOf(listeners), Map.copyOf(clusters), mesh, null);
    }

    private Snapshot(
            long version,
            List<ListenerSpec> listeners,
            Map<String, ClusterSpec> clusters,
            MeshSpec mesh,
            @Nullable ListenerTable table) {
        this.version = version;
        this.listeners = listeners;
        this.clusters = clusters;
        this.mesh = mesh;
        this.table = table == null ? new ListenerTable(listeners) : table;
    }

    /**
     * The same listeners, routes and tables with other endpoints.
     *
     * @param newVersion higher than this one's
     * @param changed clusters that take the place of those of the same name
     */
    public Snapshot withClusters(long newVersion, Map<String, ClusterSpec> changed) {
        Map<String, ClusterSpec> all = new HashMap<>(clusters);
        all.putAll(changed);
        return new Snapshot(newVersion, listeners, Collections.unmodifiableMap(all), mesh, table);
    }

    /** Counts up with each snapshot of this process. */
    public long version() {
        return version;
    }

    /** The ports to open. */
    public List<ListenerSpec> listeners() {
        return listeners;
    }

    /** The clusters by name. */
    public Map<String, ClusterSpec> clusters() {
        return clusters;
    }

    /** Settings of the whole gateway. */
    public MeshSpec mesh() {
        return mesh;
    }

    /** Who serves this request. */
    public Decision decide(RequestView request) {
        return decide(request, DecisionTrace.OFF);
    }

    /** Who serves this request, with every step told to {@code trace}: the same code, whether traced or not. */
    public Decision decide(RequestView request, DecisionTrace trace) {
        return Decider.decide(table, request, trace);
    }

    /**
     * The server of a TLS listener that a handshake is for: exact name over longest wildcard over {@code *}.
     *
     * @param sni lower-case; null when the client sent none
     * @return null when no server wants it
     */
    public @Nullable ServerSpec server(ListenerKey listener, @Nullable String sni) {
        ListenerTable.Entry entry = table.find(listener);
        return entry == null ? null : entry.server(sni);
    }

    @Override
    public String toString() {
        return "Snapshot " + version + ": " + listeners.size() + " listeners, " + clusters.size() + " clusters";
    }
}
