package io.gatehouse.jetty.module;

import io.gatehouse.hosted.GatehouseVersion;
import io.gatehouse.hosted.HostedConfig;
import io.gatehouse.hosted.HostedGateway;
import io.gatehouse.hosted.HostedGateways;
import io.gatehouse.jetty.exchange.GatewayHttpConfiguration;
import io.gatehouse.jetty.listener.ListenerSettings;
import io.gatehouse.jetty.listener.Listeners;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A container's Jetty server as a gateway: it runs the control side, opens the Gateways' ports once the server has
 * started, and offers all that to gateway.war, which answers there. {@code etc/gatehouse.xml} makes it; its properties
 * are those of {@code gatehouse.mod}.
 */
public final class GatewayModule extends AbstractLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayModule.class);

    private final Server server;
    private final Map<String, String> values = new LinkedHashMap<>();
    private Engine engine = Engine.SERVLET;
    private Duration drain = Duration.ofSeconds(45);
    private @Nullable HostedGateway gateway;
    private @Nullable Listeners listeners;

    /** Who answers on the Gateways' ports. */
    public enum Engine {
        /** The web application gateway.war, which must be deployed. */
        SERVLET,
        /** The server itself, without a web application: faster, and it can also send interim answers. */
        CORE
    }

    /** A piece that does nothing before it is started, by the server that it is added to. */
    public GatewayModule(Server server) {
        this.server = server;
    }

    /** {@code gatehouse.config}: directories and files, separated by commas. */
    public void setConfig(@Nullable String config) {
        set(HostedConfig.CONFIG, config);
    }

    /** {@code gatehouse.labels}: of this gateway, {@code k=v,…}. */
    public void setLabels(@Nullable String labels) {
        set(HostedConfig.LABELS, labels);
    }

    /** {@code gatehouse.namespace}: of this gateway. */
    public void setNamespace(@Nullable String namespace) {
        set(HostedConfig.NAMESPACE, namespace);
    }

    /** {@code gatehouse.certs}: the directory that stands for {@code /etc/istio/ingressgateway-certs}. */
    public void setCerts(@Nullable String certs) {
        set(HostedConfig.CERTS, certs);
    }

    /** {@code gatehouse.server-header}: the {@code server} response header. */
    public void setServerHeader(@Nullable String serverHeader) {
        set(HostedConfig.SERVER_HEADER, serverHeader);
    }

    /** {@code gatehouse.engine}: {@code servlet} (the default) or {@code core}. */
    public void setEngine(String name) {
        engine = Engine.valueOf(name.toUpperCase(java.util.Locale.ROOT));
    }

    /** {@code gatehouse.drain}: how many seconds requests on a removed port may go on. */
    public void setDrain(int seconds) {
        drain = Duration.ofSeconds(seconds);
    }

    private void set(String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    /**
     * Joins the server; to be called when all is set and before it starts. The gateway is offered from now on, since web
     * applications may be deployed before this bean starts.
     */
    public void install() {
        HostedGateway made =
                new HostedGateway(HostedConfig.read(name -> values.getOrDefault(name, System.getProperty(name))));
        gateway = made;
        HostedGateways.offer(made);
        server.insertHandler(new GatewayPorts(made.snapshots(), made.chain(), engine == Engine.CORE));
        server.setErrorHandler(new PortErrorHandler(server.getErrorHandler(), made.snapshots()));
        server.addBean(this);
    }

    @Override
    protected void doStart() throws Exception {
        HostedGateway started = joined();
        started.start();
        Listeners opened = new Listeners(server, started.snapshots(), started::cluster, listenerSettings());
        listeners = opened;
        opened.start();
        LOG.info(
                "Gatehouse {} serves {}",
                GatehouseVersion.loaded(),
                started.config().config());
    }

    private ListenerSettings listenerSettings() {
        return ListenerSettings.of(GatewayHttpConfiguration::create)
                .withDrain(drain)
                .withProxyPeers(peer -> joined().snapshots().current().mesh().proxyProtocol());
    }

    private HostedGateway joined() {
        HostedGateway known = gateway;
        if (known == null) {
            throw new IllegalStateException("not installed");
        }
        return known;
    }

    @Override
    protected void doStop() throws Exception {
        Listeners opened = listeners;
        listeners = null;
        if (opened != null) {
            opened.close();
        }
        HostedGateway started = joined();
        HostedGateways.withdraw(started);
        started.close();
    }
}
