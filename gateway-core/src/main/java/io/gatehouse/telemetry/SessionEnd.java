package io.gatehouse.telemetry;

/** How a connection of a TCP route ended: Envoy's response flag, and what it stands for. */
public enum SessionEnd {
    /** Both sides had sent all they had. */
    COMPLETE("-", "complete"),
    /** No route fits the connection. */
    NO_ROUTE("NR", "route_not_found"),
    /** The route's destination is not known. */
    CLUSTER_NOT_FOUND("NC", "cluster_not_found"),
    /** The cluster has no endpoint that may be used. */
    NO_HEALTHY_UPSTREAM("UH", "no_healthy_upstream"),
    /** {@code connectionPool.tcp.maxConnections} was reached. */
    OVERFLOW("UO", "overflow"),
    /** The endpoint could not be reached in time, or TLS to it failed. */
    CONNECTION_FAILURE("UF", "remote_connection_failure"),
    /** The endpoint, a proxy, did not open the {@code tunnel} that was asked for. */
    TUNNEL_FAILURE("UF", "tunnel_failure"),
    /** The upstream broke the connection off. */
    UPSTREAM_RESET("UC", "upstream_reset"),
    /** The client broke the connection off. */
    CLIENT_RESET("DC", "downstream_reset"),
    /** Nothing moved for {@code connectionPool.tcp.idleTimeout}. */
    IDLE_TIMEOUT("SI", "idle_timeout"),
    /** {@code connectionPool.tcp.maxConnectionDuration} was over. */
    DURATION_TIMEOUT("DT", "max_connection_duration"),
    /** The listener was closed, and the time to drain was over. */
    CUT("-", "gateway_closed");

    private final String flag;
    private final String detail;

    SessionEnd(String flag, String detail) {
        this.flag = flag;
        this.detail = detail;
    }

    /** Envoy's response flag, {@code -} for none. */
    public String flag() {
        return flag;
    }

    /** What happened, for the access log and meters. */
    public String detail() {
        return detail;
    }
}
