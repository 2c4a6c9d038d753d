package io.gatehouse.jetty.admin;

import io.gatehouse.control.ControlStatus;
import io.gatehouse.jetty.listener.ListenerState;
import io.gatehouse.route.Snapshot;
import io.gatehouse.upstream.Cluster;
import java.util.Collection;
import java.util.List;

/** What the admin server tells of a gateway. */
public interface AdminState {
    /** Whether traffic may be sent here. */
    boolean isReady();

    /** Why it is not ready, beyond what the listeners say. */
    default List<String> problems() {
        return List.of();
    }

    /** How each port does. */
    List<ListenerState> listeners();

    /** How the configuration stands. */
    ControlStatus status();

    /** All meters in Prometheus' text format. */
    String metrics();

    /** What is served. */
    Snapshot snapshot();

    /** Where it is served from, live. */
    Collection<Cluster> clusters();
}
