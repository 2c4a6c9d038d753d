package io.gatehouse.route;

import io.gatehouse.resource.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code Gateway.servers[]} entry as it ends up on a listener.
 *
 * @param gateway {@code namespace/name} of the Gateway
 * @param name {@code servers[].name}, else {@code servers[].port.name}
 * @param hosts the hosts it serves, without the namespace part, lower-case; on a TLS listener also its SNI names
 * @param tls how TLS is terminated, or null for clear text and for passthrough
 * @param inner what is inside the connection
 * @param httpsRedirect {@code tls.httpsRedirect}: every request gets 301 to https
 * @param routes HTTP routes of this server when it terminates TLS; empty otherwise (see {@link ListenerSpec#routes})
 * @param l4 TCP routes ({@code tcp[]}, or {@code tls[]} on passthrough), in order; empty for HTTP
 * @param position of the server in its file
 */
public record ServerSpec(
        String gateway,
        String name,
        List<String> hosts,
        @Nullable TlsSpec tls,
        Inner inner,
        boolean httpsRedirect,
        RouteTable routes,
        List<L4Route> l4,
        Position position) {
    public ServerSpec {
        hosts = List.copyOf(hosts);
        l4 = List.copyOf(l4);
    }

    /** What the bytes are, once TLS (if any) is dealt with. */
    public enum Inner {
        HTTP,
        TCP,
        /** TLS that is not terminated here; routed by SNI. */
        PASSTHROUGH
    }
}
