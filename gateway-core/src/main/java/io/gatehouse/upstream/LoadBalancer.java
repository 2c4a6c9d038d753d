package io.gatehouse.upstream;

import io.gatehouse.route.RequestView;
import java.net.SocketAddress;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A load-balancing policy over endpoints that do not change: others get a balancer of their own. Called by many
 * threads; never blocks.
 */
public interface LoadBalancer {
    /**
     * Picks an endpoint.
     *
     * @param attempt 0, or how many endpoints were picked that had been tried before
     */
    Endpoint pick(Pick pick, int attempt);

    /**
     * What a policy may ask of the request.
     *
     * @param view the request
     * @param peer the client's address
     * @param avoided endpoints tried before, to be avoided where there are others
     * @param cookie value of the cookie that is hashed, made for a client that sent none; null when there is none
     */
    record Pick(
            RequestView view,
            SocketAddress peer,
            Collection<Endpoint> avoided,
            @Nullable String cookie) {
        /** Without a cookie of ours. */
        public Pick(RequestView view, SocketAddress peer, Collection<Endpoint> avoided) {
            this(view, peer, avoided, null);
        }
    }
}
