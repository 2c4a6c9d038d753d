package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;

/** The kinds that are watched in every namespace of the scope, each with the versions that will do, best first. */
enum ClusterKind {
    GATEWAY("networking.istio.io", "Gateway", "gateways"),
    VIRTUAL_SERVICE("networking.istio.io", "VirtualService", "virtualservices"),
    DESTINATION_RULE("networking.istio.io", "DestinationRule", "destinationrules"),
    SERVICE_ENTRY("networking.istio.io", "ServiceEntry", "serviceentries"),
    WORKLOAD_ENTRY("networking.istio.io", "WorkloadEntry", "workloadentries"),
    SERVICE("", "Service", "services"),
    ENDPOINT_SLICE("discovery.k8s.io", "EndpointSlice", "endpointslices");

    private final String group;
    private final String kind;
    private final String plural;

    ClusterKind(String group, String kind, String plural) {
        this.group = group;
        this.kind = kind;
        this.plural = plural;
    }

    String group() {
        return group;
    }

    String kind() {
        return kind;
    }

    String plural() {
        return plural;
    }

    /** {@code plural.group}, as kubectl and error messages name it. */
    String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** The versions that the decoder reads, best first. */
    List<String> versions() {
        return group.equals("networking.istio.io") ? List.of("v1", "v1beta1", "v1alpha3") : List.of("v1");
    }

    /** Whether a cluster serves this kind in this version; asks it. */
    boolean isServed(KubernetesClient client, String version) {
        APIResourceList resources = client.getApiResources(group.isEmpty() ? version : group + "/" + version);
        return resources != null
                && resources.getResources().stream()
                        .anyMatch(resource -> resource.getName().equals(plural));
    }

    ResourceDefinitionContext context(String version) {
        ResourceDefinitionContext.Builder context = new ResourceDefinitionContext.Builder()
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true);
        return group.isEmpty() ? context.build() : context.withGroup(group).build();
    }
}
