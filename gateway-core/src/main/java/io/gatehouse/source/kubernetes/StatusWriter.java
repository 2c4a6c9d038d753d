package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.ResourceKey;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the users of a cluster what becomes of their Gateways and VirtualServices, in the objects' status and, for
 * errors, by Events. Of all replicas the one that holds the Lease writes; what an object says already is not written
 * again.
 */
final class StatusWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final long RETRY_SECONDS = 5;
    /** Changes that come together are written together. */
    private static final long TOGETHER_MILLIS = 200;

    private final KubernetesClient client;
    private final Supplier<Stream<GenericKubernetesResource>> objects;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "gatehouse-status");
        thread.setDaemon(true);
        return thread;
    });
    private final StatusLease lease;
    private final LongAdder failures = new LongAdder();
    private volatile @Nullable String lastFailure;
    private volatile @Nullable List<Diagnostic> findings;

    /**
     * Starts a writer.
     *
     * @param namespace of the Lease
     * @param identity of this replica
     * @param objects those that have a status, as last seen
     */
    StatusWriter(
            KubernetesClient client,
            String namespace,
            String identity,
            Supplier<Stream<GenericKubernetesResource>> objects) {
        this.client = client;
        this.objects = objects;
        this.lease =
                new StatusLease(client, namespace, identity, writer, () -> schedule(TOGETHER_MILLIS), this::failed);
    }

    /** Takes all findings of the newest reading; returns at once. */
    void judged(List<Diagnostic> newFindings) {
        findings = newFindings;
        schedule(TOGETHER_MILLIS);
    }

    private void schedule(long millis) {
        if (!writer.isShutdown() && scheduled.compareAndSet(false, true)) {
            writer.schedule(this::writeAll, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void writeAll() {
        scheduled.set(false);
        List<Diagnostic> all = findings;
        if (all == null || !lease.isHeld()) {
            return;
        }
        Map<ResourceKey, List<Diagnostic>> byObject = all.stream()
                .filter(finding -> finding.resource() != null)
                .collect(Collectors.groupingBy(finding -> Objects.requireNonNull(finding.resource())));
        try {
            objects.get().forEach(object -> write(object, byObject.getOrDefault(key(object), List.of())));
        } catch (KubernetesClientException e) {
            failed(e);
            schedule(TimeUnit.SECONDS.toMillis(RETRY_SECONDS));
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("writing status failed");
        }
    }

    /** Told once until another cause comes: elections try every two seconds. */
    private void failed(KubernetesClientException e) {
        failures.increment();
        String cause = e.getStatus() == null
                ? String.valueOf(e.getMessage())
                : e.getStatus().getMessage();
        if (!cause.equals(lastFailure)) {
            lastFailure = cause;
            LOG.atWarn().addKeyValue("cause", cause).log("status can't be written; tried again");
        }
    }

    /** How often writing, or becoming the one that writes, failed. */
    long failures() {
        return failures.sum();
    }

    private static ResourceKey key(GenericKubernetesResource object) {
        return new ResourceKey(
                object.getKind(),
                object.getMetadata().getNamespace(),
                object.getMetadata().getName());
    }

    private void write(GenericKubernetesResource object, List<Diagnostic> about) {
        Long generation = object.getMetadata().getGeneration();
        Map<String, Object> status = ObjectStatus.of(
                object.getAdditionalProperties().get("status"),
                generation == null ? 0 : generation,
                about,
                Instant.now());
        if (status == null || !lease.isHeld()) {
            return;
        }
        try {
            client.genericKubernetesResources(object.getApiVersion(), object.getKind())
                    .inNamespace(object.getMetadata().getNamespace())
                    .resource(object) // known already: by name, the client would ask for it first
                    .subresource("status")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            client.getKubernetesSerialization().asJson(Map.of("status", status)));
            if (about.stream().anyMatch(Diagnostic::isError)) {
                tell(object, ObjectStatus.message(about));
            }
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
            LOG.atDebug().addKeyValue("resource", key(object)).log("deleted meanwhile");
        }
    }

    private void tell(GenericKubernetesResource object, String message) {
        String now = Instant.now().toString();
        String namespace = object.getMetadata().getNamespace();
        client.v1()
                .events()
                .inNamespace(namespace)
                .resource(new EventBuilder()
                        .withNewMetadata()
                        .withGenerateName(object.getMetadata().getName() + ".")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withType("Warning")
                        .withReason("Invalid")
                        .withMessage(message.length() > 1000 ? message.substring(0, 1000) : message)
                        .withFirstTimestamp(now)
                        .withLastTimestamp(now)
                        .withCount(1)
                        .withNewSource()
                        .withComponent("gatehouse")
                        .endSource()
                        .withNewInvolvedObject()
                        .withApiVersion(object.getApiVersion())
                        .withKind(object.getKind())
                        .withNamespace(namespace)
                        .withName(object.getMetadata().getName())
                        .withUid(object.getMetadata().getUid())
                        .endInvolvedObject()
                        .build())
                .create();
    }

    @Override
    public void close() {
        lease.close();
        writer.shutdownNow();
    }
}
