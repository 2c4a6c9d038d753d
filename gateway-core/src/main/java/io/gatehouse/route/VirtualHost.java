package io.gatehouse.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One domain of a route table, with the routes that serve it, in first-match order. */
public final class VirtualHost {
    private final String domain;
    private final boolean httpsRedirect;
    private final RouteIndex index;

    /**
     * A virtual host.
     *
     * @param domain exact name, {@code *.suffix} or {@code *}; lower-case
     * @param httpsRedirect every clear-text request gets 301 to https, route or not
     * @param routes in the order in which they are tried
     */
    public VirtualHost(String domain, boolean httpsRedirect, List<Route> routes) {
        this(domain, httpsRedirect, RouteIndex.of(routes));
    }

    /** A virtual host whose routes are indexed already: several hosts of one VirtualService share them. */
    public VirtualHost(String domain, boolean httpsRedirect, RouteIndex index) {
        this.domain = domain;
        this.httpsRedirect = httpsRedirect;
        this.index = index;
    }

    /** Exact name, {@code *.suffix} or {@code *}; lower-case. */
    public String domain() {
        return domain;
    }

    /** Whether every clear-text request gets 301 to https, route or not. */
    public boolean httpsRedirect() {
        return httpsRedirect;
    }

    /** The routes, in the order in which they are tried. */
    public List<Route> routes() {
        return index.routes();
    }

    /** The first route that takes the request, or null. */
    public @Nullable Route route(RequestView request, DecisionTrace trace) {
        return index.first(request, trace);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VirtualHost that
                && domain.equals(that.domain)
                && httpsRedirect == that.httpsRedirect
                && routes().equals(that.routes());
    }

    @Override
    public int hashCode() {
        return domain.hashCode();
    }

    @Override
    public String toString() {
        return domain + (httpsRedirect ? " (to https)" : "") + " " + routes().size() + " routes";
    }
}
