package io.gatehouse.jetty.tls;

import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ServerSpec;
import java.util.List;

/** The handshakes of one TLS listener. */
public final class TlsPort {
    private final ListenerKey key;

    /** Makes a port that serves no host yet. */
    public TlsPort(ListenerKey key) {
        this.key = key;
    }

    /** Takes over the servers for new connections. */
    public void update(List<ServerSpec> servers) {}

    /** Re-reads changed files; true when that changed something. */
    public boolean refresh() {
        return false;
    }

    /** Whether at least one host can be served. */
    public boolean serves() {
        return false;
    }

    /** What keeps hosts from being served. */
    public List<String> problems() {
        return List.of("TLS is not terminated on " + key);
    }
}
