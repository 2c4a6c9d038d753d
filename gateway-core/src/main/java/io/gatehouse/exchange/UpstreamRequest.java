package io.gatehouse.exchange;

import io.gatehouse.route.WeightedCluster;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * The request that goes upstream, as far as the filters have made it. It starts as a copy of the client's, without
 * hop-by-hop fields (RFC 9110 §7.6.1), with the forwarding fields set, and with the normalised path.
 */
public final class UpstreamRequest {
    private final HttpFields.Mutable fields;
    private String method;
    private String pathAndQuery;
    private String authority;
    private @Nullable WeightedCluster destination;
    private @Nullable String endpoint;
    private int attempts;

    /** A request that filters will change. */
    public UpstreamRequest(String method, String pathAndQuery, String authority, HttpFields.Mutable fields) {
        this.method = method;
        this.pathAndQuery = pathAndQuery;
        this.authority = authority;
        this.fields = fields;
    }

    /** The method. */
    public String method() {
        return method;
    }

    /** Changes the method. */
    public void method(String newMethod) {
        this.method = newMethod;
    }

    /** Path and query, as they go on the wire. */
    public String pathAndQuery() {
        return pathAndQuery;
    }

    /** Changes path and query. */
    public void pathAndQuery(String newPathAndQuery) {
        this.pathAndQuery = newPathAndQuery;
    }

    /** The Host (or {@code :authority}) that the upstream sees. */
    public String authority() {
        return authority;
    }

    /** Changes the authority. */
    public void authority(String newAuthority) {
        this.authority = newAuthority;
    }

    /** Header fields, without Host. */
    public HttpFields.Mutable fields() {
        return fields;
    }

    /** The picked cluster, a key of {@code Snapshot.clusters}; null until routing has picked one. */
    public @Nullable String cluster() {
        return destination == null ? null : destination.cluster();
    }

    /** The picked destination of the route; null until routing has picked one. */
    public @Nullable WeightedCluster destination() {
        return destination;
    }

    /** Keeps the picked destination. */
    public void destination(WeightedCluster picked) {
        this.destination = picked;
    }

    /** The address of the endpoint that was tried last, {@code host:port}; null before the first attempt. */
    public @Nullable String endpoint() {
        return endpoint;
    }

    /** How often the request was tried; 0 before the first attempt. */
    public int attempts() {
        return attempts;
    }

    /** Keeps that another attempt begins, and where. */
    public void attempt(String newEndpoint) {
        this.endpoint = newEndpoint;
        this.attempts++;
    }
}
