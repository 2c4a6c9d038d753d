package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Gateway;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceKey;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.decode.Decoded;
import io.gatehouse.resource.decode.ResourceDecoder;
import io.gatehouse.source.ConfigReading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** The decoded form of every object that the cluster has told of, by where it lives. */
final class ClusterObjects {
    private final KubernetesClient client;
    private final ResourceDecoder decoder = new ResourceDecoder();
    /** In an order that does not depend on who came first: every replica is to say the same. */
    private final Map<String, Decoded> decoded = new ConcurrentSkipListMap<>();

    ClusterObjects(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Takes a new or changed object; its findings name it as {@code cluster:KIND/NAMESPACE/NAME}.
     *
     * @return whether it says something new
     */
    boolean put(HasMetadata object) {
        String id = id(object);
        Decoded now = decoder.decode("cluster:" + id, json(object));
        return !now.equals(decoded.put(id, now));
    }

    boolean remove(HasMetadata object) {
        return decoded.remove(id(object)) != null;
    }

    /** Without what changes though nothing is meant to: status, and who wrote last. */
    private String json(HasMetadata object) {
        KubernetesSerialization serialization = client.getKubernetesSerialization();
        Map<?, ?> whole = serialization.convertValue(object, Map.class);
        whole.remove("status");
        if (whole.get("metadata") instanceof Map<?, ?> metadata) {
            metadata.remove("managedFields");
            metadata.remove("resourceVersion");
        }
        return serialization.asJson(whole);
    }

    /** Drops an object that is no longer watched. */
    void forget(String kind, String namespace, String name) {
        decoded.remove(kind + "/" + namespace + "/" + name);
    }

    private static String id(HasMetadata object) {
        return object.getKind() + "/" + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }

    /** The Gateways that decode. */
    Stream<Gateway> gateways() {
        return decoded.values().stream()
                .flatMap(each -> each.resources().stream())
                .filter(Gateway.class::isInstance)
                .map(Gateway.class::cast);
    }

    /** Everything, with further findings of the watches themselves. */
    ConfigReading reading(List<Diagnostic> problems) {
        List<Resource> resources = new ArrayList<>();
        List<Diagnostic> diagnostics = new ArrayList<>(problems);
        Set<ResourceKey> refused = new HashSet<>();
        decoded.forEach((id, each) -> {
            resources.addAll(each.resources());
            diagnostics.addAll(each.diagnostics());
            refused.addAll(each.refused());
        });
        return new ConfigReading(ResourceSet.of(resources), diagnostics, refused, Set.of());
    }
}
