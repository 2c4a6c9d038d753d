package io.gatehouse.jetty.module;

import io.gatehouse.control.ControlStatus;
import io.gatehouse.hosted.HostedGateway;
import io.gatehouse.jetty.admin.AdminState;
import io.gatehouse.jetty.admin.Telemetry;
import io.gatehouse.jetty.listener.ListenerState;
import io.gatehouse.jetty.listener.Listeners;
import io.gatehouse.route.Snapshot;
import io.gatehouse.upstream.Cluster;
import io.gatehouse.upstream.Clusters;
import java.util.Collection;
import java.util.List;

/** What the admin server tells of a gateway on a container's server. */
record ModuleState(HostedGateway gateway, Listeners opened, GatewayPorts ports, Telemetry telemetry)
        implements AdminState {
    @Override
    public boolean isReady() {
        return ports.isAnswered()
                && gateway.control().isComplete()
                && status().snapshots() > 0
                && listeners().stream().allMatch(state -> state.phase() == ListenerState.Phase.SERVING);
    }

    @Override
    public List<String> problems() {
        return ports.isAnswered() ? List.of() : List.of(NoWebApplication.REASON);
    }

    @Override
    public List<ListenerState> listeners() {
        return opened.states();
    }

    @Override
    public ControlStatus status() {
        return gateway.control().status();
    }

    @Override
    public String metrics() {
        return telemetry.scrape();
    }

    @Override
    public Snapshot snapshot() {
        return gateway.snapshots().current();
    }

    @Override
    public Collection<Cluster> clusters() {
        Clusters live = gateway.clusters();
        return live == null ? List.of() : live.all();
    }
}
