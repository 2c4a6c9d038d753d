package io.gatehouse.jetty.module;

import io.gatehouse.hosted.GatehouseVersion;
import io.gatehouse.hosted.HostedConfig;
import io.gatehouse.hosted.HostedGateway;
import io.gatehouse.hosted.HostedGateways;
import io.gatehouse.jetty.admin.AdminServer;
import io.gatehouse.jetty.admin.Telemetry;
import io.gatehouse.jetty.exchange.GatewayHttpConfiguration;
import io.gatehouse.jetty.listener.ListenerSettings;
import io.gatehouse.jetty.listener.Listeners;
import io.gatehouse.jetty.listener.ProxyPeers;
import io.gatehouse.jetty.tls.TlsLibraries;
import io.gatehouse.jetty.tls.TlsProvider;
import io.gatehouse.telemetry.AccessLogOutput;
import io.gatehouse.upstream.Clusters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.component.LifeCycle;
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
    private TlsProvider tlsProvider = TlsProvider.AUTO;
    private Duration drain = Duration.ofSeconds(45);
    private @Nullable String admin;
    private List<String> proxyProtocol = List.of();
    private int maxConnections = Integer.MAX_VALUE;
    private @Nullable Installed installed;
    private @Nullable Listeners listeners;
    private @Nullable AdminServer adminServer;

    /** What is there from the installation on. */
    private record Installed(HostedGateway gateway, GatewayPorts ports, Telemetry telemetry) {}

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

    /** {@code gatehouse.tls-provider}: {@code auto} (the default), {@code jdk} or {@code conscrypt}. */
    public void setTlsProvider(String name) {
        tlsProvider = TlsProvider.named(name);
    }

    /** {@code gatehouse.drain}: how many seconds requests on a removed port may go on. */
    public void setDrain(int seconds) {
        drain = Duration.ofSeconds(seconds);
    }

    /** {@code gatehouse.access-log}: the file where a line of JSON a request goes, {@code -} for standard output. */
    public void setAccessLog(@Nullable String accessLog) {
        set(HostedConfig.ACCESS_LOG, accessLog);
    }

    /** {@code gatehouse.admin}: {@code HOST:PORT} of the admin server; none by default. */
    public void setAdmin(@Nullable String address) {
        admin = address;
    }

    /**
     * {@code gatehouse.proxy-protocol}: blocks of addresses (CIDR), separated by commas, whose connections to the Gateways'
     * ports begin with a PROXY header; none by default, or all with the mesh's {@code gatewayTopology.proxyProtocol}.
     */
    public void setProxyProtocol(@Nullable String blocks) {
        proxyProtocol = blocks == null
                ? List.of()
                : Arrays.stream(blocks.split(","))
                        .map(String::trim)
                        .filter(block -> !block.isEmpty())
                        .toList();
    }

    /** {@code gatehouse.max-connections}: how many one of the Gateways' ports may have; further ones are reset. */
    public void setMaxConnections(int most) {
        maxConnections = most;
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
        HostedConfig config = HostedConfig.read(name -> values.getOrDefault(name, System.getProperty(name)));
        Telemetry telemetry = new Telemetry(AccessLogOutput.named(config.accessLog()));
        HostedGateway made = new HostedGateway(config, telemetry.recorder());
        GatewayPorts ports =
                new GatewayPorts(made.snapshots(), made.chain(), telemetry.recorder(), engine == Engine.CORE);
        installed = new Installed(made, ports, telemetry);
        HostedGateways.offer(made);
        server.insertHandler(ports);
        server.setErrorHandler(new PortErrorHandler(server.getErrorHandler(), made.snapshots()));
        server.addBean(this);
        server.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarted(LifeCycle started) {
                OtherRoots.warn(server);
            }
        });
    }

    @Override
    protected void doStart() throws Exception {
        Installed parts = installed();
        HostedGateway started = parts.gateway();
        started.start();
        Listeners opened = new Listeners(server, started.snapshots(), started::cluster, listenerSettings(parts));
        listeners = opened;
        Clusters clusters = started.clusters();
        if (clusters != null) {
            parts.telemetry().observe(clusters);
        }
        parts.telemetry().observe(started.snapshots(), started.control(), opened);
        opened.start();
        startAdmin(new ModuleState(started, opened, parts.ports(), parts.telemetry()));
        LOG.info(
                "Gatehouse {} serves {}",
                GatehouseVersion.loaded(),
                started.config().config());
    }

    /** The container goes on without it: its port may be taken. */
    private void startAdmin(ModuleState state) throws Exception {
        if (admin == null) {
            return;
        }
        HostPort address = new HostPort(admin);
        AdminServer made = new AdminServer(new InetSocketAddress(address.getHost(), address.getPort()), state);
        try {
            made.start();
            adminServer = made;
        } catch (IOException e) {
            LOG.error("No admin server on {}: {}", admin, e.getMessage());
            made.close();
        }
    }

    private ListenerSettings listenerSettings(Installed parts) {
        return ListenerSettings.of(GatewayHttpConfiguration::create)
                .withDrain(drain)
                .withTls(TlsLibraries.of(tlsProvider))
                .withMaxConnections(maxConnections)
                .withProxyPeers(new ProxyPeers(proxyProtocol, parts.gateway().snapshots()))
                .withConnections(parts.telemetry().connections());
    }

    private Installed installed() {
        Installed known = installed;
        if (known == null) {
            throw new IllegalStateException("not installed");
        }
        return known;
    }

    @Override
    protected void doStop() throws Exception {
        AdminServer told = adminServer;
        adminServer = null;
        if (told != null) {
            told.close();
        }
        Listeners opened = listeners;
        listeners = null;
        if (opened != null) {
            opened.close();
        }
        HostedGateway started = installed().gateway();
        HostedGateways.withdraw(started);
        started.close();
        installed().telemetry().close();
    }
}
