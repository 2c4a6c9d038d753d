package io.gatehouse.jetty.listener;

import io.gatehouse.jetty.tls.TlsConnectionFactory;
import io.gatehouse.jetty.tls.TlsPort;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ListenerSpec;
import java.util.List;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * Makes the connector of a listener.
 *
 * <pre>
 *   HTTP   http/1.1 ─ (PRI) ─▶ h2c
 *   TLS    ClientHello ─▶ SNI ─┬─▶ TLS ─▶ ALPN ─▶ h2 | http/1.1
 *                              ├─▶ TLS ─▶ TCP
 *                              └─▶ TCP (passthrough)
 *   TCP    TCP
 * </pre>
 */
final class Connectors {
    private static final String ALL_INTERFACES = "0.0.0.0";

    private final Server server;
    private final ListenerSettings settings;
    private final HttpProtocols http;
    private final TlsConnectionFactory.TcpSide tcp = (connector, client, target) -> {
        throw new IllegalStateException("TCP is not proxied");
    };

    Connectors(Server server, ListenerSettings settings) {
        this.server = server;
        this.settings = settings;
        this.http = new HttpProtocols(settings);
    }

    /**
     * Makes a connector that is not yet open.
     *
     * @param tls the handshakes of a TLS listener; null for others
     */
    GatewayConnector create(ListenerSpec spec, @Nullable TlsPort tls) {
        ListenerKey key = spec.key();
        GatewayConnector connector = new GatewayConnector(server, key, protocols(spec, tls));
        if (!key.bind().equals(ALL_INTERFACES)) {
            connector.setHost(key.bind());
        }
        connector.setPort(settings.ephemeralPorts() ? 0 : key.port());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        connector.setAcceptQueueSize(settings.backlog());
        return connector;
    }

    private List<ConnectionFactory> protocols(ListenerSpec spec, @Nullable TlsPort tls) {
        HttpConfiguration configuration = settings.http().get();
        if (tls != null) {
            ConnectionFactory handshake = new TlsConnectionFactory(tls, settings.handshakeTimeout(), tcp);
            return List.of(handshake, http.http1(configuration), http.http2(configuration));
        }
        if (spec.protocol() == ListenerSpec.Protocol.HTTP) {
            return List.of(http.http1(configuration), http.http2ClearText(configuration));
        }
        throw new IllegalStateException(spec.protocol() + " is not served on " + spec.key());
    }
}
