package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Position;
import io.gatehouse.source.ConfigReading;
import io.gatehouse.source.ConfigSource;
import io.gatehouse.source.SourceCodes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final long DISCOVERY_SECONDS = 10;

    private final KubernetesClient client;
    private final ClusterScope scope;
    private final ClusterObjects objects;
    private final Map<ClusterKind, List<Watch<?>>> kinds = new EnumMap<>(ClusterKind.class);
    private final Map<NamedSecrets.Ref, Watch<?>> secrets = new TreeMap<>();
    private final Map<ClusterKind, String> unserved = new EnumMap<>(ClusterKind.class);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ScheduledExecutorService control = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "gatehouse-config-cluster");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Watch<?> meshConfig;
    private @Nullable Listener listener;

    /**
     * A source of this cluster.
     *
     * @param client closed by whoever made it, after this source
     */
    public KubernetesSource(KubernetesClient client, ClusterScope scope) {
        this.client = client;
        this.scope = scope;
        this.objects = new ClusterObjects(client);
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
            discover();
        });
        control.scheduleWithFixedDelay(this::discover, DISCOVERY_SECONDS, DISCOVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** Starts the watches of kinds that the cluster serves and that are not watched yet. */
    private void discover() {
        try {
            Set<ClusterKind> before = Set.copyOf(unserved.keySet());
            int watched = kinds.size();
            for (ClusterKind kind : ClusterKind.values()) {
                if (!kinds.containsKey(kind)) {
                    discover(kind);
                }
            }
            if (kinds.size() != watched || !unserved.keySet().equals(before)) {
                changed();
            }
        } catch (KubernetesClientException e) {
            LOG.atWarn()
                    .addKeyValue("cause", e.getMessage())
                    .log("API server can't be asked for its kinds; tried again");
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("reading the cluster's kinds failed; tried again");
        }
    }

    private void discover(ClusterKind kind) {
        for (String version : kind.versions()) {
            if (serves(kind, version)) {
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

    private boolean serves(ClusterKind kind, String version) {
        String groupVersion = kind.group().isEmpty() ? version : kind.group() + "/" + version;
        var resources = client.getApiResources(groupVersion);
        return resources != null
                && resources.getResources().stream()
                        .anyMatch(resource -> resource.getName().equals(kind.plural()));
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
        if (waiting(kinds.values().stream().flatMap(List::stream))) {
            return;
        }
        followSecrets();
        if (waiting(secrets.values().stream()) || waiting(Stream.ofNullable(meshConfig))) {
            return;
        }
        ConfigReading reading = objects.reading(problems());
        if (listener != null) {
            listener.read(reading);
        }
    }

    private static boolean waiting(Stream<? extends Watch<?>> watches) {
        return watches.anyMatch(watch -> watch.state() == Watch.State.WAITING);
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

    private List<Diagnostic> problems() {
        List<Diagnostic> problems = new ArrayList<>();
        unserved.forEach((kind, resource) -> problems.add(problem(
                resource,
                "the cluster does not serve this kind",
                "install its CRD (etc/kubernetes/crds), or ignore this if you use none")));
        Stream.of(
                        kinds.values().stream().flatMap(List::stream),
                        secrets.values().stream(),
                        Stream.ofNullable(meshConfig))
                .flatMap(watches -> watches)
                .forEach(watch -> {
                    String problem = watch.problem();
                    if (problem != null) {
                        problems.add(problem(
                                watch.name(), problem, "allow the gateway's service account to list and watch them"));
                    }
                });
        return problems;
    }

    private static Diagnostic problem(String resource, String problem, String mend) {
        return new Diagnostic(
                SourceCodes.UNREADABLE,
                Diagnostic.Level.WARNING,
                new Position("cluster:" + resource, 0, 0),
                null,
                "",
                problem,
                mend);
    }

    @Override
    public void close() {
        control.shutdownNow();
        kinds.values().forEach(watches -> watches.forEach(Watch::close));
        secrets.values().forEach(Watch::close);
        if (meshConfig != null) {
            meshConfig.close();
        }
    }
}
