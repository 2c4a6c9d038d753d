package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gatehouse.resource.Metadata;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows objects of a cluster as {@code kubectl get} does. */
public final class ClusterReader implements AutoCloseable {
    private final KubernetesClient client;
    private final ServedKinds kinds;

    /**
     * An object as it is.
     *
     * @param accepted status of its condition {@code Accepted}; empty when nobody has judged it
     * @param created null when the cluster doesn't say
     * @param yaml the whole, without {@code managedFields}
     * @param json the same
     */
    public record Found(
            String kind,
            String namespace,
            String name,
            String accepted,
            @Nullable Instant created,
            String yaml,
            String json) {}

    private ClusterReader(KubernetesClient client) {
        this.client = client;
        this.kinds = new ServedKinds(client);
    }

    /**
     * A reader of this cluster.
     *
     * @throws IOException when the kubeconfig can't be read
     */
    public static ClusterReader open(ClusterAccess access) throws IOException {
        return new ClusterReader(access.client());
    }

    /** The namespace of the kubeconfig's context. */
    public String namespace() {
        return Objects.requireNonNullElse(client.getNamespace(), Metadata.DEFAULT_NAMESPACE);
    }

    /**
     * The objects, by kind, namespace and name.
     *
     * @param kind null for all that a gateway watches
     * @param namespace null for all
     * @param name null for all
     * @throws IOException when the API server refuses or can't be reached
     */
    public List<Found> list(@Nullable String kind, @Nullable String namespace, @Nullable String name)
            throws IOException {
        try {
            List<Found> found = new ArrayList<>();
            for (String each : kind == null ? kinds.served() : List.of(kind)) {
                var all = client.genericKubernetesResources(kinds.find(each));
                (namespace == null ? all.inAnyNamespace() : all.inNamespace(namespace))
                        .list().getItems().stream()
                                .filter(object -> name == null
                                        || name.equals(object.getMetadata().getName()))
                                .map(object -> found(each, object))
                                .forEach(found::add);
            }
            return found;
        } catch (KubernetesClientException e) {
            throw kinds.failure(e);
        }
    }

    private Found found(String kind, GenericKubernetesResource object) {
        object.getMetadata().setManagedFields(null);
        String created = object.getMetadata().getCreationTimestamp();
        return new Found(
                kind,
                object.getMetadata().getNamespace(),
                object.getMetadata().getName(),
                accepted(object.getAdditionalProperties().get("status")),
                created == null ? null : Instant.parse(created),
                client.getKubernetesSerialization().asYaml(object),
                client.getKubernetesSerialization().asJson(object));
    }

    private static String accepted(@Nullable Object status) {
        if (status instanceof Map<?, ?> map && map.get("conditions") instanceof List<?> conditions) {
            for (Object each : conditions) {
                if (each instanceof Map<?, ?> condition && "Accepted".equals(condition.get("type"))) {
                    return String.valueOf(condition.get("status"));
                }
            }
        }
        return "";
    }

    @Override
    public void close() {
        client.close();
    }
}
