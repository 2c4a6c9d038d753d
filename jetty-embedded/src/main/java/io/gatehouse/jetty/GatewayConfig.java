package io.gatehouse.jetty;

import io.gatehouse.compile.CompileOptions;
import io.gatehouse.jetty.tls.TlsProvider;
import io.gatehouse.source.ConfigSource;
import io.gatehouse.telemetry.AccessLogOutput;
import io.gatehouse.upstream.DnsSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway is to run. Start with {@link #yaml} or {@link #paths}, and change what differs from the defaults:
 *
 * <pre>{@code GatewayConfig.yaml(yaml).ephemeralPorts().serverHeader("istio-envoy").build()}</pre>
 *
 * @param paths directories of YAML files, and single files; watched
 * @param yaml resources as text, beside the paths; replaced at run time with {@link GatewayServer#config(String)}
 * @param sources further ones, such as a Kubernetes cluster, started and closed with the gateway; none by default
 * @param labels of this gateway: what {@code Gateway.selector}, and the {@code selector} of the Service that maps
 *     ports, choose by; {@code istio=ingressgateway} by default
 * @param namespace of this gateway, {@code istio-system} by default
 * @param serverHeader value of the response header {@code server}, {@code envoy} by default
 * @param certs a directory that stands for {@code /etc/istio/ingressgateway-certs}; null by default
 * @param engine which adapter serves requests, {@link Engine#CORE} by default
 * @param ephemeralPorts open every listener on any free port instead of its own; look it up with
 *     {@link GatewayServer#port}; false by default
 * @param admin where the admin server listens (port 0 for any free one); null, the default, for none
 * @param accessLog where a line of JSON a request goes; closed with the gateway; null, the default,
 *     for nowhere
 * @param drainTimeout how long requests in flight may go on when the gateway closes or a port is removed; 45 s by
 *     default
 * @param dns how names of upstreams are looked up; as the system properties {@code gatehouse.dns.…} say by default
 * @param proxyProtocol blocks of addresses (CIDR) whose connections begin with a PROXY header, of version 1 or 2, and
 *     without one are refused; none by default. With MeshConfig's {@code gatewayTopology.proxyProtocol} all do, unless
 *     blocks are named here
 * @param maxConnections that one port may have at one time, further ones are reset; by default half of the process's
 *     file descriptors, which is the limit of all ports together in any case
 * @param tlsProvider whose TLS shakes hands with clients, {@link TlsProvider#AUTO} by default
 */
public record GatewayConfig(
        List<Path> paths,
        @Nullable String yaml,
        List<ConfigSource> sources,
        Map<String, String> labels,
        String namespace,
        String serverHeader,
        @Nullable Path certs,
        Engine engine,
        boolean ephemeralPorts,
        @Nullable InetSocketAddress admin,
        @Nullable AccessLogOutput accessLog,
        Duration drainTimeout,
        DnsSettings dns,
        List<String> proxyProtocol,
        int maxConnections,
        TlsProvider tlsProvider) {

    /** The two ways from a Jetty connection to the filter chain. */
    public enum Engine {
        /** A Jetty core handler: the fast one. */
        CORE,
        /** Servlet filters and a proxy servlet, as in a WAR. */
        SERVLET
    }

    public GatewayConfig {
        paths = List.copyOf(paths);
        sources = List.copyOf(sources);
        labels = Map.copyOf(labels);
        proxyProtocol = List.copyOf(proxyProtocol);
    }

    /** A builder with the defaults, which serves nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder of a gateway that serves the resources in this text. */
    public static Builder yaml(String yaml) {
        return builder().yaml(yaml);
    }

    /** A builder of a gateway that serves the resources in these directories and files. */
    public static Builder paths(Path... paths) {
        return builder().paths(List.of(paths));
    }

    CompileOptions compileOptions() {
        return CompileOptions.DEFAULT
                .withLabels(labels)
                .withNamespace(namespace)
                .withServerHeader(serverHeader)
                .withDynamicDns(dns.dynamic() != DnsSettings.Dynamic.OFF)
                .withCertsDirectory(certs == null ? null : certs.toString());
    }

    /** Collects what differs from the defaults; each method is named after the component that it sets. */
    public static final class Builder {
        private List<Path> paths = List.of();
        private @Nullable String yaml;
        private List<ConfigSource> sources = List.of();
        private Map<String, String> labels = CompileOptions.DEFAULT.labels();
        private String namespace = CompileOptions.DEFAULT.namespace();
        private String serverHeader = CompileOptions.DEFAULT.serverHeader();
        private @Nullable Path certs;
        private Engine engine = Engine.CORE;
        private boolean ephemeralPorts;
        private @Nullable InetSocketAddress admin;
        private @Nullable AccessLogOutput accessLog;
        private Duration drainTimeout = Duration.ofSeconds(45);
        private DnsSettings dns = DnsSettings.read(System::getProperty);
        private List<String> proxyProtocol = List.of();
        private int maxConnections = Integer.MAX_VALUE;
        private TlsProvider tlsProvider = TlsProvider.AUTO;

        private Builder() {}

        /** Directories and files to serve. */
        public Builder paths(List<Path> newPaths) {
            paths = newPaths;
            return this;
        }

        /** Resources as text. */
        public Builder yaml(@Nullable String newYaml) {
            yaml = newYaml;
            return this;
        }

        /** Sources beside paths and text. */
        public Builder sources(ConfigSource... newSources) {
            sources = List.of(newSources);
            return this;
        }

        /** Labels of this gateway. */
        public Builder labels(Map<String, String> newLabels) {
            labels = newLabels;
            return this;
        }

        /** Namespace of this gateway. */
        public Builder namespace(String newNamespace) {
            namespace = newNamespace;
            return this;
        }

        /** Value of the response header {@code server}. */
        public Builder serverHeader(String newServerHeader) {
            serverHeader = newServerHeader;
            return this;
        }

        /** What stands for {@code /etc/istio/ingressgateway-certs}. */
        public Builder certs(@Nullable Path newCerts) {
            certs = newCerts;
            return this;
        }

        /** Which adapter serves requests. */
        public Builder engine(Engine newEngine) {
            engine = newEngine;
            return this;
        }

        /** Opens every listener on any free port. */
        public Builder ephemeralPorts() {
            return ephemeralPorts(true);
        }

        /** Whether every listener is opened on any free port. */
        public Builder ephemeralPorts(boolean newEphemeralPorts) {
            ephemeralPorts = newEphemeralPorts;
            return this;
        }

        /** Where the admin server listens. */
        public Builder admin(@Nullable InetSocketAddress newAdmin) {
            admin = newAdmin;
            return this;
        }

        /** Where a line a request goes. */
        public Builder accessLog(@Nullable AccessLogOutput newAccessLog) {
            accessLog = newAccessLog;
            return this;
        }

        /** How long requests in flight may go on. */
        public Builder drainTimeout(Duration newDrainTimeout) {
            drainTimeout = newDrainTimeout;
            return this;
        }

        /** How names of upstreams are looked up. */
        public Builder dns(DnsSettings newDns) {
            dns = newDns;
            return this;
        }

        /** Blocks of addresses whose connections begin with a PROXY header. */
        public Builder proxyProtocol(List<String> newProxyProtocol) {
            proxyProtocol = newProxyProtocol;
            return this;
        }

        /** How many connections one port may have. */
        public Builder maxConnections(int newMaxConnections) {
            maxConnections = newMaxConnections;
            return this;
        }

        /** Whose TLS shakes hands with clients. */
        public Builder tlsProvider(TlsProvider newTlsProvider) {
            tlsProvider = newTlsProvider;
            return this;
        }

        /** The configuration. */
        public GatewayConfig build() {
            return new GatewayConfig(
                    paths,
                    yaml,
                    sources,
                    labels,
                    namespace,
                    serverHeader,
                    certs,
                    engine,
                    ephemeralPorts,
                    admin,
                    accessLog,
                    drainTimeout,
                    dns,
                    proxyProtocol,
                    maxConnections,
                    tlsProvider);
        }

        /** Starts a gateway of this configuration; see {@link GatewayServer#start(GatewayConfig)}. */
        public GatewayServer start() throws Exception {
            return GatewayServer.start(build());
        }
    }
}
