package io.gatehouse.route;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the virtual host of a Host header: exact over longest wildcard over {@code *}; never falls through. */
public final class RouteTable {
    /** A table that knows no host. */
    public static final RouteTable EMPTY = new RouteTable(List.of());

    private final List<VirtualHost> virtualHosts;
    private final Map<String, VirtualHost> exact = new LinkedHashMap<>();
    private final Map<String, VirtualHost> suffixes = new LinkedHashMap<>();
    private final @Nullable VirtualHost any;

    private RouteTable(List<VirtualHost> virtualHosts) {
        this.virtualHosts = List.copyOf(virtualHosts);
        VirtualHost catchAll = null;
        for (VirtualHost host : virtualHosts) {
            if (host.domain().equals("*")) {
                catchAll = host;
            } else if (host.domain().startsWith("*")) {
                suffixes.put(host.domain().substring(1), host);
            } else {
                exact.put(host.domain(), host);
            }
        }
        this.any = catchAll;
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
     * @param host lower-case, without port
     * @return null when no domain covers it
     */
    public @Nullable VirtualHost find(String host) {
        VirtualHost found = exact.get(host);
        if (found != null || suffixes.isEmpty()) {
            return found != null ? found : any;
        }
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            VirtualHost wildcard = dot == 0 ? null : suffixes.get(host.substring(dot));
            if (wildcard != null) {
                return wildcard;
            }
        }
        return any;
    }
}
