package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.source.ConfigReading;
import io.gatehouse.source.ConfigSource;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resources of a Kubernetes cluster, kept up to date by informers. Of Secrets only those are read which a Gateway
 * names. A kind whose CRD is missing, or which may not be read, is a finding and never keeps the others from serving;
 * while the API server is away, what it said last goes on.
 *
 * <p>Nothing is published before every kind has been listed once (or been refused): a gateway that starts must not
 * answer 404 for what it has yet to read.
 */
public final class KubernetesSource implements ConfigSource {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesSource.class);
    /** Changes that come together are published together. */
    private static final long TOGETHER_MILLIS = 50;
    /** How often to ask again which kinds the cluster serves. */
    private static final Duration DISCOVERY = Duration.ofSeconds(5);
    /** How soon to try again when the API server did not answer. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final boolean ownsClient;
    private final ClusterScope scope;
    private final Duration discovery;
    private final ClusterObjects objects;
    private final Map<ClusterKind, List<Watch<?>>> kinds = new ConcurrentHashMap<>();
    private final Map<NamedSecrets.Ref, Watch<?>> secrets = new ConcurrentSkipListMap<>();
    private final Map<ClusterKind, String> unserved = new ConcurrentSkipListMap<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ScheduledExecutorService control = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "gatehouse-config-cluster");
        thread.setDaemon(true);
        return thread;
    });
    private boolean answered = true;
    private volatile @Nullable Watch<?> meshConfig;
    private volatile @Nullable StatusWriter status;
    private @Nullable Listener listener;
    // Of the thread that judges.
    private long judgedChanges = -1;
    private List<Diagnostic> judgedFindings = List.of();

    /**
     * A source of this cluster.
     *
     * @param client closed by whoever made it, after this source
     */
    public KubernetesSource(KubernetesClient client, ClusterScope scope) {
        this(client, scope, false, DISCOVERY);
    }

    /** A source that asks more often which kinds there are. */
    KubernetesSource(KubernetesClient client, ClusterScope scope, boolean ownsClient, Duration discovery) {
        this.client = client;
        this.ownsClient = ownsClient;
        this.scope = scope;
        this.discovery = discovery;
        this.objects = new ClusterObjects(client);
    }

    /**
     * A source of a cluster, with a client of its own.
     *
     * @throws IOException when the kubeconfig can't be read; not when the cluster can't be reached, which is tried again
     */
    public static KubernetesSource connect(ClusterAccess access, ClusterScope scope) throws IOException {
        return new KubernetesSource(access.client(), scope, true, DISCOVERY);
    }

    /**
     * Writes status and Events to the cluster from now on. To be called before {@link #start}.
     *
     * @param identity of this replica among all, of which one writes at a time
     */
    public KubernetesSource writingStatus(String identity) {
        status = new StatusWriter(client, scope.rootNamespace(), identity, this::objectsWithStatus);
        return this;
    }

    private Stream<Watch<?>> withStatus() {
        return Stream.of(ClusterKind.GATEWAY, ClusterKind.VIRTUAL_SERVICE)
                .flatMap(kind -> kinds.getOrDefault(kind, List.of()).stream());
    }

    private Stream<GenericKubernetesResource> objectsWithStatus() {
        return withStatus()
                .flatMap(Watch::known)
                .filter(GenericKubernetesResource.class::isInstance)
                .map(GenericKubernetesResource.class::cast);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Watch.Trouble trouble : Watch.Trouble.values()) {
            Gauge.builder(
                            "gatehouse.kubernetes.watches",
                            this,
                            source -> source.watches()
                                    .filter(watch -> watch.trouble() == trouble)
                                    .count())
                    .description("Watches of the cluster, by what troubles them")
                    .tag("trouble", trouble.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Gauge.builder("gatehouse.kubernetes.unserved.kinds", this, source -> source.unserved.size())
                .description("Kinds that the cluster does not serve")
                .register(registry);
        FunctionCounter.builder(
                        "gatehouse.kubernetes.events",
                        this,
                        source -> source.watches().mapToLong(Watch::events).sum())
                .description("Objects that came, changed or went")
                .register(registry);
        FunctionCounter.builder(
                        "gatehouse.kubernetes.failures",
                        this,
                        source -> source.watches().mapToLong(Watch::failures).sum())
                .description("Times that a watch had to start again")
                .register(registry);
        StatusWriter writer = status;
        if (writer != null) {
            FunctionCounter.builder("gatehouse.kubernetes.status.failures", writer, StatusWriter::failures)
                    .description("Times that status or an Event, or the Lease for it, could not be written")
                    .register(registry);
        }
    }

    @Override
    public void judged(List<Diagnostic> findings) {
        StatusWriter writer = status;
        long changes = withStatus().mapToLong(Watch::events).sum();
        // Endpoints change often and have no part in it
        if (writer != null && (changes != judgedChanges || !findings.equals(judgedFindings))) {
            judgedChanges = changes;
            judgedFindings = findings;
            writer.judged(findings);
        }
    }

    @Override
    public void start(Listener newListener) {
        control.execute(() -> {
            listener = newListener;
            meshConfig = new Watch<>(
                    "configmaps/istio in " + scope.rootNamespace(),
                    client.configMaps().inNamespace(scope.rootNamespace()).withName("istio"),
                    objects,
                    this::changed);
            keepDiscovering();
        });
    }

    private void keepDiscovering() {
        Duration pause = discover() ? discovery : RETRY;
        if (!control.isShutdown() && kinds.size() < ClusterKind.values().length) {
            control.schedule(this::keepDiscovering, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Starts the watches of kinds that the cluster serves and that are not watched yet.
     *
     * @return whether the API server answered
     */
    private boolean discover() {
        Set<ClusterKind> before = Set.copyOf(unserved.keySet());
        int watched = kinds.size();
        try {
            for (ClusterKind kind : ClusterKind.values()) {
                if (!kinds.containsKey(kind)) {
                    discover(kind);
                }
            }
            answered = true;
        } catch (RuntimeException e) {
            if (answered) {
                LOG.atWarn()
                        .addKeyValue("url", client.getMasterUrl())
                        .addKeyValue("cause", rootOf(e))
                        .log("the API server can't be asked which kinds it has; tried again every second");
            }
            answered = false;
        }
        if (kinds.size() != watched || !unserved.keySet().equals(before)) {
            changed();
        }
        return answered;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private void discover(ClusterKind kind) {
        for (String version : kind.versions()) {
            if (kind.isServed(client, version)) {
                unserved.remove(kind);
                kinds.put(kind, watch(kind, version));
                return;
            }
        }
        if (unserved.put(kind, kind.resource()) == null) {
            LOG.atWarn()
                    .addKeyValue("resource", kind.resource())
                    .log("the cluster does not serve this kind; is its CRD installed?");
        }
    }

    private List<Watch<?>> watch(ClusterKind kind, String version) {
        var all = client.genericKubernetesResources(kind.context(version));
        if (scope.namespaces().isEmpty()) {
            return List.of(new Watch<>(kind.resource(), all.inAnyNamespace(), objects, this::changed));
        }
        List<Watch<?>> watches = new ArrayList<>();
        for (String namespace : namespaces(kind)) {
            watches.add(new Watch<>(
                    kind.resource() + " in " + namespace, all.inNamespace(namespace), objects, this::changed));
        }
        return watches;
    }

    /** The gateway's own Service lives in the root namespace, whatever else is read. */
    private Set<String> namespaces(ClusterKind kind) {
        Set<String> namespaces = new TreeSet<>(scope.namespaces());
        if (kind == ClusterKind.SERVICE) {
            namespaces.add(scope.rootNamespace());
        }
        return namespaces;
    }

    /** Called on the client's threads. */
    private void changed() {
        if (!control.isShutdown() && scheduled.compareAndSet(false, true)) {
            control.schedule(this::publish, TOGETHER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void publish() {
        scheduled.set(false);
        if (kinds.size() + unserved.size() < ClusterKind.values().length) {
            return;
        }
        if (kinds.values().stream().flatMap(List::stream).anyMatch(Watch::isWaiting)) {
            return;
        }
        followSecrets();
        if (watches().anyMatch(Watch::isWaiting)) {
            return;
        }
        ConfigReading reading = objects.reading(ClusterProblems.of(unserved.values(), wanting()));
        if (listener != null) {
            listener.read(reading);
        }
    }

    private void followSecrets() {
        Set<NamedSecrets.Ref> wanted = NamedSecrets.of(objects.gateways(), scope);
        secrets.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
                objects.forget(
                        "Secret", entry.getKey().namespace(), entry.getKey().name());
            }
            return gone;
        });
        for (NamedSecrets.Ref ref : wanted) {
            secrets.computeIfAbsent(ref, this::watchSecret);
        }
    }

    private Watch<?> watchSecret(NamedSecrets.Ref ref) {
        return new Watch<>(
                "secrets/" + ref.name() + " in " + ref.namespace(),
                client.secrets().inNamespace(ref.namespace()).withName(ref.name()),
                objects,
                this::changed);
    }

    /** All watches but those of a Secret that was found in the other of its two namespaces. */
    private Stream<Watch<?>> wanting() {
        Set<String> found = secrets.entrySet().stream()
                .filter(entry -> entry.getValue().known().findAny().isPresent())
                .map(entry -> entry.getKey().name())
                .collect(Collectors.toSet());
        Set<Watch<?>> spared = secrets.entrySet().stream()
                .filter(entry -> entry.getValue().trouble() == Watch.Trouble.DENIED)
                .filter(entry -> found.contains(entry.getKey().name()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
        return watches().filter(watch -> !spared.contains(watch));
    }

    private Stream<Watch<?>> watches() {
        return Stream.of(
                        kinds.values().stream().flatMap(List::stream),
                        secrets.values().stream(),
                        Stream.<Watch<?>>ofNullable(meshConfig))
                .flatMap(watches -> watches);
    }

    @Override
    public void close() {
        control.shutdownNow();
        if (status != null) {
            status.close();
        }
        kinds.values().forEach(watches -> watches.forEach(Watch::close));
        secrets.values().forEach(Watch::close);
        if (meshConfig != null) {
            meshConfig.close();
        }
        if (ownsClient) {
            client.close();
        }
    }
}
