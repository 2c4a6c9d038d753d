package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The decoded form of every object that the cluster has told of, by where it lives. */
final class ClusterObjects {
    private final KubernetesClient client;
    private final ResourceDecoder decoder = new ResourceDecoder();
    private final Map<String, Decoded> decoded = new ConcurrentHashMap<>();

    ClusterObjects(KubernetesClient client) {
        this.client = client;
    }

    /** Takes a new or changed object; its findings name it as {@code cluster:KIND/NAMESPACE/NAME}. */
    void put(HasMetadata object) {
        String id = id(object);
        decoded.put(
                id,
                decoder.decode(
                        "cluster:" + id, client.getKubernetesSerialization().asJson(object)));
    }

    void remove(HasMetadata object) {
        decoded.remove(id(object));
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
