package io.gatehouse.jetty.listener;

import io.gatehouse.jetty.tcp.Arrival;
import io.gatehouse.jetty.tcp.TcpConnectionFactory;
import io.gatehouse.jetty.tcp.TcpProxy;
import io.gatehouse.jetty.tls.TlsConnectionFactory;
import io.gatehouse.jetty.tls.TlsPort;
import io.gatehouse.route.ListenerKey;
import io.gatehouse.route.ListenerSpec;
import io.gatehouse.route.ServerSpec;
import java.util.List;
import java.util.function.Supplier;
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
    private final TcpProxy tcp;
    private final ConnectionCount open = ConnectionCount.ofAllPorts();

    Connectors(Server server, ListenerSettings settings, TcpProxy tcp) {
        this.server = server;
        this.settings = settings;
        this.http = new HttpProtocols(settings);
        this.tcp = tcp;
    }

    /**
     * Makes a connector that is not yet open.
     *
     * @param tls the handshakes of a TLS listener; null for others
     * @param servers the listener's servers at the moment of a connection
     */
    GatewayConnector create(ListenerSpec spec, @Nullable TlsPort tls, Supplier<List<ServerSpec>> servers) {
        ListenerKey key = spec.key();
        GatewayConnector connector = new GatewayConnector(
                server,
                key,
                settings,
                open.ofPort(
                        settings.maxConnections(),
                        tls == null ? 1 : settings.tls().costInConnections()),
                protocols(tls, spec.protocol(), servers));
        if (!key.bind().equals(ALL_INTERFACES)) {
            connector.setHost(key.bind());
        }
        connector.setPort(settings.ephemeralPorts() ? 0 : key.port());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        connector.setAcceptQueueSize(settings.backlog());
        return connector;
    }

    private List<ConnectionFactory> protocols(
            @Nullable TlsPort tls, ListenerSpec.Protocol protocol, Supplier<List<ServerSpec>> servers) {
        if (protocol == ListenerSpec.Protocol.TCP) {
            return List.of(new TcpConnectionFactory(tcp, servers));
        }
        HttpConfiguration configuration = settings.http().get();
        return tls == null
                ? List.of(http.http1(configuration), http.http2ClearText(configuration))
                : List.of(
                        new TlsConnectionFactory(
                                tls,
                                settings.handshakeTimeout(),
                                (connector, client, name, routes) ->
                                        tcp.connection(new Arrival(connector, client, name, routes))),
                        http.http1(configuration),
                        http.http2(configuration));
    }
}
