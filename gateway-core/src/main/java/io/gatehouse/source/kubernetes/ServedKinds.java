package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Finds kinds by their name, in a version that the cluster serves. */
final class ServedKinds {
    /** Those of every cluster, of which only some objects are watched. */
    private static final Map<String, String> CORE =
            Map.of("Secret", "secrets", "ConfigMap", "configmaps", "Endpoints", "endpoints");

    private final KubernetesClient client;

    ServedKinds(KubernetesClient client) {
        this.client = client;
    }

    /** What is needed to ask for objects of a kind. */
    ResourceDefinitionContext find(String kind) throws IOException {
        for (ClusterKind known : ClusterKind.values()) {
            if (known.kind().equals(kind)) {
                String version = known.versions().stream()
                        .filter(each -> known.isServed(client, each))
                        .findFirst()
                        .orElseThrow(() -> new IOException("the cluster does not serve " + known.resource()));
                return known.context(version);
            }
        }
        if (!CORE.containsKey(kind)) {
            throw new IOException("a cluster has no " + kind);
        }
        return new ResourceDefinitionContext.Builder()
                .withVersion("v1")
                .withKind(kind)
                .withPlural(CORE.get(kind))
                .withNamespaced(true)
                .build();
    }

    /** What the API server said, or why it said nothing. */
    IOException failure(KubernetesClientException e) {
        String status = e.getStatus() == null ? null : e.getStatus().getMessage();
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new IOException(
                status != null ? status : client.getMasterUrl() + " can't be asked: " + cause.getMessage(), e);
    }

    /** The kinds that a gateway watches and that this cluster serves. */
    List<String> served() {
        return List.of(ClusterKind.values()).stream()
                .filter(kind -> kind.versions().stream().anyMatch(version -> kind.isServed(client, version)))
                .map(ClusterKind::kind)
                .toList();
    }
}
