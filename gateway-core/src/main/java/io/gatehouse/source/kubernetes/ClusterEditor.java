package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.gatehouse.resource.ResourceKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Changes objects of a cluster as kubectl's verbs do: all or, where the API server refuses one, none. */
public final class ClusterEditor implements AutoCloseable {
    private static final String MANAGER = "gatehouse";

    private final KubernetesClient client;

    /** What is done with objects. */
    public enum Verb {
        /** Refuses what is there. */
        CREATE("created"),
        /** Refuses what is not there. */
        REPLACE("replaced"),
        /** Makes it so, there or not. */
        APPLY("applied"),
        /** Refuses what is not there. */
        DELETE("deleted");

        private final String done;

        Verb(String done) {
            this.done = done;
        }

        /** The word for what was done. */
        public String done() {
            return done;
        }
    }

    private ClusterEditor(KubernetesClient client) {
        this.client = client;
    }

    /**
     * An editor of this cluster.
     *
     * @throws IOException when the kubeconfig can't be read
     */
    public static ClusterEditor open(ClusterAccess access) throws IOException {
        return new ClusterEditor(access.client());
    }

    /**
     * Does a verb on these objects, each with its YAML, which is not looked at for {@link Verb#DELETE}. The API server
     * is asked about all of them before the first is changed.
     *
     * @throws IOException when the API server refuses or can't be reached
     */
    public void change(Verb verb, Map<ResourceKey, String> objects) throws IOException {
        try {
            for (boolean dryRun : new boolean[] {true, false}) {
                for (Map.Entry<ResourceKey, String> object : objects.entrySet()) {
                    change(verb, object.getKey(), object.getValue(), dryRun);
                }
            }
        } catch (KubernetesClientException e) {
            String status = e.getStatus() == null ? null : e.getStatus().getMessage();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    status != null ? status : client.getMasterUrl() + " can't be asked: " + cause.getMessage(), e);
        }
    }

    private void change(Verb verb, ResourceKey key, String yaml, boolean dryRun) throws IOException {
        if (verb == Verb.DELETE) {
            Resource<GenericKubernetesResource> named = client.genericKubernetesResources(context(key.kind()))
                    .inNamespace(key.namespace())
                    .withName(key.name());
            if (named.get() == null) {
                throw new IOException(key + " is not there");
            }
            named.dryRun(dryRun).delete();
            return;
        }
        GenericKubernetesResource item =
                client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
        Resource<GenericKubernetesResource> object = client.resource(item).inNamespace(key.namespace());
        switch (verb) {
            case CREATE -> object.dryRun(dryRun).create();
            case REPLACE -> object.dryRun(dryRun).update();
            default -> object.patch(apply(dryRun), item);
        }
    }

    private static PatchContext apply(boolean dryRun) {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(MANAGER)
                .withForce(true)
                .withDryRun(dryRun ? List.of("All") : null)
                .build();
    }

    /** The kind in a version that the cluster serves. */
    private ResourceDefinitionContext context(String kind) throws IOException {
        for (ClusterKind known : ClusterKind.values()) {
            if (known.kind().equals(kind)) {
                String version = known.versions().stream()
                        .filter(each -> known.isServed(client, each))
                        .findFirst()
                        .orElseThrow(() -> new IOException("the cluster does not serve " + known.resource()));
                return known.context(version);
            }
        }
        String plural = kind.equals("Endpoints") ? "endpoints" : kind.toLowerCase(java.util.Locale.ROOT) + "s";
        if (!List.of("Secret", "ConfigMap", "Endpoints").contains(kind)) {
            throw new IOException("a cluster has no " + kind);
        }
        return new ResourceDefinitionContext.Builder()
                .withVersion("v1")
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    @Override
    public void close() {
        client.close();
    }
}
