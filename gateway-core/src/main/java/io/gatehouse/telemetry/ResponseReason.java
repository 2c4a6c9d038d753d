package io.gatehouse.telemetry;

/** Why an answer is what it is: Envoy's response flag and detail, in the access log, metrics and {@code explain}. */
public enum ResponseReason {
    /** The upstream's own answer. */
    VIA_UPSTREAM("-", "via_upstream"),
    /** No listener, virtual host or route matched. */
    ROUTE_NOT_FOUND("NR", "route_not_found"),
    /** A {@code directResponse} or redirect. */
    DIRECT_RESPONSE("-", "direct_response"),
    /** Host and SNI belong to different servers. */
    MISDIRECTED("NR", "misdirected_request"),
    /** The request broke the protocol. */
    BAD_REQUEST("DPE", "bad_request"),
    /** The Upgrade asked for is not tunnelled. */
    UPGRADE_FAILED("-", "upgrade_failed"),
    /** The destination is not known. */
    CLUSTER_NOT_FOUND("NC", "cluster_not_found"),
    /** The cluster has no endpoint that may be used. */
    NO_HEALTHY_UPSTREAM("UH", "no_healthy_upstream"),
    /** The connection to the endpoint failed. */
    CONNECTION_FAILURE("UF", "upstream_reset_before_response_started{remote_connection_failure}"),
    /** The upstream did not accept the connection in time. */
    CONNECTION_TIMEOUT("UF", "upstream_reset_before_response_started{connection_timeout}"),
    /** The upstream closed before it answered. */
    CONNECTION_TERMINATION("UC", "upstream_reset_before_response_started{connection_termination}"),
    /** The upstream reset the stream. */
    REMOTE_RESET("UR", "upstream_reset_before_response_started{remote_reset}"),
    /** The upstream's answer is not HTTP. */
    PROTOCOL_ERROR("UPE", "upstream_reset_before_response_started{protocol_error}"),
    /** A connection pool or request limit was reached. */
    OVERFLOW("UO", "upstream_reset_before_response_started{overflow}"),
    /** The route's timeout ran out. */
    TIMEOUT("UT", "response_timeout"),
    /** The timeout of one attempt ran out. */
    PER_TRY_TIMEOUT("UT", "upstream_per_try_timeout"),
    /** An injected abort. */
    FAULT_ABORT("FI", "fault_filter_abort"),
    /** A CORS preflight answered by the gateway. */
    CORS_PREFLIGHT("-", "cors_response"),
    /** The client went away. */
    DOWNSTREAM_DISCONNECT("DC", "downstream_remote_disconnect");

    private final String flag;
    private final String detail;

    ResponseReason(String flag, String detail) {
        this.flag = flag;
        this.detail = detail;
    }

    /** Envoy's response flag, {@code -} for none. */
    public String flag() {
        return flag;
    }

    /** Envoy's response code detail. */
    public String detail() {
        return detail;
    }
}
