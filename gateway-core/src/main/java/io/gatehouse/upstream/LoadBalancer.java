package io.gatehouse.upstream;

import io.gatehouse.route.RequestView;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A load-balancing policy: picks one of a cluster's endpoints. Called by many threads; never blocks. */
public interface LoadBalancer {
    /**
     * Picks an endpoint.
     *
     * @param endpoints those that may be used; not empty
     * @return null only when none fits
     */
    @Nullable
    Endpoint pick(List<Endpoint> endpoints, Pick pick);

    /**
     * What a policy may ask of the request.
     *
     * @param view the request
     * @param peer the client's address
     * @param avoided endpoints tried before, to be avoided where there are others
     */
    record Pick(RequestView view, SocketAddress peer, Collection<Endpoint> avoided) {}
}
