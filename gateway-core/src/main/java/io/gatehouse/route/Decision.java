package io.gatehouse.route;

import org.jspecify.annotations.Nullable;

/**
 * What routing decided for one request.
 *
 * @param outcome how it ended
 * @param listener null when no listener fits the connection
 * @param server the Gateway server whose routes were asked (TLS), or null on clear text
 * @param virtualHost null when no host matched
 * @param route the route that matched; null unless {@code outcome} is ROUTED
 */
public record Decision(
        Outcome outcome,
        @Nullable ListenerSpec listener,
        @Nullable ServerSpec server,
        @Nullable VirtualHost virtualHost,
        @Nullable Route route) {
    /** The ways a decision can end. */
    public enum Outcome {
        ROUTED,
        /** 404: the connection belongs to no listener. */
        NO_LISTENER,
        /** 404: no virtual host covers the Host. */
        NO_VIRTUAL_HOST,
        /** 404: the virtual host has no route for this request. */
        NO_ROUTE,
        /** 301 to https. */
        HTTPS_REDIRECT,
        /** 421: the Host belongs to another server than the connection's SNI (RFC 9110 §15.5.20). */
        MISDIRECTED
    }
}
