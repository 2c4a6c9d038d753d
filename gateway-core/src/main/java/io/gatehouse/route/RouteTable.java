package io.gatehouse.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the virtual host of a Host header: exact over longest wildcard over {@code *}; never falls through. */
public final class RouteTable {
    /** A table that knows no host. */
    public static final RouteTable EMPTY = new RouteTable(List.of());

    private final List<VirtualHost> virtualHosts;
    private final DomainTable<VirtualHost> byDomain;

    private RouteTable(List<VirtualHost> virtualHosts) {
        this.virtualHosts = List.copyOf(virtualHosts);
        this.byDomain = DomainTable.of(this.virtualHosts, host -> List.of(host.domain()));
    }

    /** A table of virtual hosts whose domains differ. */
    public static RouteTable of(List<VirtualHost> virtualHosts) {
        return virtualHosts.isEmpty() ? EMPTY : new RouteTable(virtualHosts);
    }

    /** The virtual hosts, in the order they were compiled. */
    public List<VirtualHost> virtualHosts() {
        return virtualHosts;
    }

    /**
     * The virtual host that serves a host name.
     *
     * @param host as {@link HostName#of} gives it
     * @return null when no domain covers it
     */
    public @Nullable VirtualHost find(String host) {
        return byDomain.find(host);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RouteTable that && virtualHosts.equals(that.virtualHosts);
    }

    @Override
    public int hashCode() {
        return virtualHosts.hashCode();
    }

    @Override
    public String toString() {
        return virtualHosts.stream().map(VirtualHost::domain).toList().toString();
    }
}
