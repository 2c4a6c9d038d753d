package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.gatehouse.resource.ResourceKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Changes objects of a cluster as kubectl's verbs do: all or, where the API server refuses one, none. */
public final class ClusterEditor implements AutoCloseable {
    private static final String MANAGER = "gatehouse";

    private final KubernetesClient client;
    private final ServedKinds kinds;

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
        this.kinds = new ServedKinds(client);
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
            throw kinds.failure(e);
        }
    }

    private void change(Verb verb, ResourceKey key, String yaml, boolean dryRun) throws IOException {
        if (verb == Verb.DELETE) {
            Resource<GenericKubernetesResource> named = client.genericKubernetesResources(kinds.find(key.kind()))
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

    @Override
    public void close() {
        client.close();
    }
}
