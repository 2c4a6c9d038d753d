package io.gatehouse.compile;

import io.gatehouse.resource.Destination;
import io.gatehouse.resource.Headers;
import io.gatehouse.resource.HttpDirectResponse;
import io.gatehouse.resource.HttpRedirect;
import io.gatehouse.resource.HttpRouteDestination;
import io.gatehouse.route.HeaderOps;
import io.gatehouse.route.RouteAction;
import io.gatehouse.route.WeightedCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compiles {@code redirect}, {@code directResponse} and {@code route}. */
final class Actions {
    private static final int MOVED_PERMANENTLY = 301;

    private Actions() {}

    /**
     * A redirect.
     *
     * @param gatewayPort the port that {@code FROM_REQUEST_PORT} writes: the one that clients know
     * @param tls whether requests arrive by https
     */
    static RouteAction redirect(HttpRedirect redirect, int gatewayPort, boolean tls) {
        boolean fromRequest = redirect.derivePort() == HttpRedirect.DerivePort.FROM_REQUEST_PORT;
        int port = fromRequest ? gatewayPort : redirect.port() == null ? 0 : redirect.port();
        String scheme = empty(redirect.scheme()) ? tls ? "https" : "http" : redirect.scheme();
        boolean implied = port == 80 && "http".equals(scheme) || port == 443 && "https".equals(scheme);
        String prefix = empty(redirect.prefixRewrite()) ? null : redirect.prefixRewrite();
        return new RouteAction.Redirect(
                prefix != null || empty(redirect.uri()) ? null : redirect.uri(),
                prefix,
                empty(redirect.authority()) ? null : redirect.authority(),
                empty(redirect.scheme()) ? null : redirect.scheme(),
                implied ? 0 : port,
                redirect.derivePort() == HttpRedirect.DerivePort.FROM_PROTOCOL_DEFAULT,
                redirect.redirectCode() == null || redirect.redirectCode() == 0
                        ? MOVED_PERMANENTLY
                        : redirect.redirectCode());
    }

    static RouteAction directResponse(HttpDirectResponse response) {
        HttpDirectResponse.Body body = response.body();
        return new RouteAction.DirectResponse(response.status(), body == null ? new byte[0] : body.octets());
    }

    /**
     * Weighted destinations; of several those of weight 0 are left out. The header operations of an only one are in the
     * route's policy.
     *
     * @param cluster the name of a destination's cluster
     * @param authoritySet whether the route itself says what Host goes upstream, which then counts
     */
    static RouteAction forward(
            List<HttpRouteDestination> destinations, Function<Destination, String> cluster, boolean authoritySet) {
        List<WeightedCluster> weighted = new ArrayList<>(destinations.size());
        for (HttpRouteDestination destination : destinations) {
            int weight = destination.weight() == null ? 0 : destination.weight();
            boolean only = destinations.size() == 1;
            if (only || weight > 0) {
                Headers headers = destination.headers();
                weighted.add(new WeightedCluster(
                        cluster.apply(destination.destination()),
                        weight,
                        only ? HeaderOps.NONE : HeaderEdits.request(headers),
                        only ? HeaderOps.NONE : HeaderEdits.response(headers),
                        authoritySet ? null : HeaderEdits.authority(headers)));
            }
        }
        return new RouteAction.Forward(weighted);
    }

    private static boolean empty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
