package io.gatehouse.jetty.launcher;

import io.gatehouse.jetty.GatewayConfig;
import io.gatehouse.jetty.GatewayServer;
import io.gatehouse.jetty.httpbin.HttpBin;
import io.gatehouse.jetty.listener.ListenerState;
import io.gatehouse.jetty.tcp.Cidr;
import io.gatehouse.jetty.tls.TlsLibraries;
import io.gatehouse.jetty.tls.TlsProvider;
import io.gatehouse.source.kubernetes.ClusterScope;
import io.gatehouse.source.kubernetes.KubernetesSource;
import io.gatehouse.telemetry.AccessLogOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gatehouse run}: serves until SIGTERM or SIGINT, then drains and exits with 0. */
@Command(
        name = "run",
        description = {
            "Serves the configuration, and follows its changes.",
            "Without --config and $GATEHOUSE_CONFIG: the sample, with httpbin beside it."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger("gatehouse");
    private static final String DEFAULT_ADMIN = "127.0.0.1:15000";
    private static final int HTTPBIN_PORT = 18000;

    @Mixin
    private ConfigPlaces config = new ConfigPlaces();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--kubernetes",
            description = "Serve the resources of a Kubernetes cluster, beside those of --config if that is given.")
    private boolean kubernetes;

    @Option(
            names = "--watch-namespace",
            split = ",",
            paramLabel = "NAMESPACE",
            description = "With --kubernetes: read only these namespaces; repeatable. Default: all.")
    private Set<String> watchedNamespaces = new LinkedHashSet<>();

    @Option(names = "--no-status", description = "With --kubernetes: write neither status nor Events to the cluster.")
    private boolean noStatus;

    @Option(
            names = "--labels",
            split = ",",
            paramLabel = "KEY=VALUE",
            description = "Labels of this gateway, which selectors choose by. Default: istio=ingressgateway")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--namespace",
            description = "Namespace of this gateway. Default: ${DEFAULT-VALUE}",
            defaultValue = "istio-system")
    private String namespace = "";

    @Option(
            names = "--server-header",
            paramLabel = "NAME",
            description = "Value of the response header server. Default: ${DEFAULT-VALUE}",
            defaultValue = "envoy")
    private String serverHeader = "";

    @Option(
            names = "--certs",
            paramLabel = "DIR",
            description = "Directory that stands for /etc/istio/ingressgateway-certs.")
    private @Nullable Path certs;

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description = "Where /livez, /readyz, /metrics and /config are served, or off. Default: " + DEFAULT_ADMIN)
    private @Nullable String admin;

    @Option(
            names = "--httpbin",
            arity = "0..1",
            fallbackValue = "" + HTTPBIN_PORT,
            paramLabel = "PORT",
            description = "Start httpbin beside the gateway. Default port: " + HTTPBIN_PORT)
    private @Nullable Integer httpbin;

    @Option(
            names = "--engine",
            description = "The adapter that serves requests: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}",
            defaultValue = "CORE")
    private GatewayConfig.Engine engine = GatewayConfig.Engine.CORE;

    @Option(
            names = "--access-log",
            paramLabel = "FILE|-",
            description = "Where a line a request goes, - for standard output. Default: nowhere.")
    private @Nullable String accessLog;

    @Mixin
    private DnsOptions dns = new DnsOptions();

    @Option(
            names = "--drain-timeout",
            paramLabel = "SECONDS",
            description = "How long requests in flight may go on at the end. Default: ${DEFAULT-VALUE}",
            defaultValue = "45")
    private int drainSeconds;

    @Option(
            names = "--proxy-protocol",
            split = ",",
            paramLabel = "CIDR",
            description = "Load balancers in front, whose connections begin with a PROXY header; repeatable. "
                    + "Default: none, or all with gatewayTopology.proxyProtocol of the mesh.")
    private List<String> proxyProtocol = new ArrayList<>();

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description = "Connections that one port may have. Default: half of the file descriptors.")
    private int maxConnections = Integer.MAX_VALUE;

    @Option(
            names = "--tls-provider",
            paramLabel = "auto|jdk|conscrypt",
            description = "Whose TLS shakes hands with clients: Conscrypt where it can be loaded, else the JDK; or only"
                    + " one of them. Default: ${DEFAULT-VALUE}",
            defaultValue = "auto")
    private TlsProvider tlsProvider = TlsProvider.AUTO;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Termination termination = Termination.onSignal();
        try (HttpBin bin = startHttpBin();
                GatewayServer gateway = start()) {
            refuseToServeNothing(gateway);
            LOG.info("ready {}", ReadyLine.of(gateway, bin));
            PrintWriter out = spec.commandLine().getOut();
            CurlLines.of(gateway).forEach(out::println);
            out.flush();
            termination.await();
            LOG.atInfo().addKeyValue("limit", drainSeconds + "s").log("draining");
        }
        LOG.info("ended");
        return 0;
    }

    private @Nullable HttpBin startHttpBin() throws Exception {
        boolean sample = httpbin == null && !config.named() && !readsCluster();
        if (httpbin == null && !sample) {
            return null;
        }
        int port = httpbin == null ? HTTPBIN_PORT : httpbin;
        try {
            return HttpBin.start("127.0.0.1", port);
        } catch (IOException e) {
            throw new CommandFailure("httpbin can't listen on port " + port + ": " + e.getMessage());
        }
    }

    /** Said in a sentence, before anything has started. */
    private void refuseMissingTlsProvider() {
        try {
            TlsLibraries.of(tlsProvider);
        } catch (IllegalStateException e) {
            throw new CommandFailure(
                    "--tls-provider " + tlsProvider.name().toLowerCase(Locale.ROOT) + ": " + e.getMessage());
        }
    }

    private GatewayServer start() throws Exception {
        refuseMissingTlsProvider();
        List<Path> places = readsCluster() && !config.named() ? List.of() : config.places();
        GatewayConfig.Builder builder = GatewayConfig.builder()
                .paths(places)
                .namespace(namespace)
                .serverHeader(serverHeader)
                .certs(certs)
                .engine(engine)
                .accessLog(AccessLogOutput.named(accessLog))
                .dns(dns.settings())
                .drainTimeout(Duration.ofSeconds(drainSeconds))
                .proxyProtocol(blocks(proxyProtocol))
                .maxConnections(maxConnections)
                .tlsProvider(tlsProvider);
        if (!labels.isEmpty()) {
            builder.labels(labels);
        }
        if (admin != null) {
            return start(builder, "off".equals(admin) ? null : Addresses.parse("--admin", admin));
        }
        try {
            return start(builder, Addresses.parse("--admin", DEFAULT_ADMIN));
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            // Nobody asked for it: a second gateway on this machine goes without.
            LOG.atWarn().addKeyValue("problem", e.getMessage()).log("no admin server on {}", DEFAULT_ADMIN);
            return start(builder, null);
        }
    }

    private GatewayServer start(GatewayConfig.Builder builder, @Nullable InetSocketAddress adminAddress)
            throws Exception {
        if (readsCluster()) {
            KubernetesSource source =
                    KubernetesSource.connect(cluster.access(), new ClusterScope(watchedNamespaces, namespace));
            builder.sources(noStatus ? source : source.writingStatus(identity()));
        }
        return builder.admin(adminAddress).start();
    }

    /** The pod's name where there is one, and in any case nobody else's. */
    private static String identity() {
        String pod = System.getenv().getOrDefault("POD_NAME", "gatehouse");
        return pod + "-" + UUID.randomUUID();
    }

    private boolean readsCluster() {
        return kubernetes || cluster.named();
    }

    /** All ports taken is no state to wait in: whoever started us wants to know. */
    private static void refuseToServeNothing(GatewayServer gateway) {
        List<ListenerState> states = gateway.listeners();
        boolean nothing =
                !states.isEmpty() && states.stream().allMatch(state -> state.phase() == ListenerState.Phase.FAILED);
        if (nothing) {
            throw new CommandFailure("no port could be opened: "
                    + String.join(
                            "; ",
                            states.stream()
                                    .flatMap(state -> state.problems().stream())
                                    .toList()));
        }
    }

    private static List<String> blocks(List<String> written) {
        for (String block : written) {
            try {
                Cidr.parse(block);
            } catch (IllegalArgumentException e) {
                throw new CommandFailure("--proxy-protocol " + block + ": not a CIDR block such as 10.0.0.0/8");
            }
        }
        return written;
    }
}
