package io.gatehouse.resource.decode;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.SourceMap;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds that are served, each with its API group, versions, strictness and decoder. */
enum Kind {
    GATEWAY("Gateway", Groups.ISTIO, Groups.ISTIO_VERSIONS, Reading.Strictness.STRICT, GatewayDecoder::decode),
    VIRTUAL_SERVICE(
            "VirtualService",
            Groups.ISTIO,
            Groups.ISTIO_VERSIONS,
            Reading.Strictness.STRICT,
            VirtualServiceDecoder::decode),
    DESTINATION_RULE(
            "DestinationRule",
            Groups.ISTIO,
            Groups.ISTIO_VERSIONS,
            Reading.Strictness.STRICT,
            DestinationRuleDecoder::decode),
    SERVICE_ENTRY(
            "ServiceEntry",
            Groups.ISTIO,
            Groups.ISTIO_VERSIONS,
            Reading.Strictness.STRICT,
            ServiceEntryDecoder::decode),
    WORKLOAD_ENTRY(
            "WorkloadEntry",
            Groups.ISTIO,
            Groups.ISTIO_VERSIONS,
            Reading.Strictness.STRICT,
            WorkloadEntryDecoder::decode),
    SERVICE("Service", "", List.of("v1"), Reading.Strictness.TOLERANT, ServiceDecoder::decode),
    ENDPOINTS("Endpoints", "", List.of("v1"), Reading.Strictness.TOLERANT, EndpointsDecoder::decode),
    ENDPOINT_SLICE(
            "EndpointSlice",
            "discovery.k8s.io",
            List.of("v1", "v1beta1"),
            Reading.Strictness.TOLERANT,
            EndpointSliceDecoder::decode),
    SECRET("Secret", "", List.of("v1"), Reading.Strictness.SECRET, SecretDecoder::decode),
    CONFIG_MAP("ConfigMap", "", List.of("v1"), Reading.Strictness.TOLERANT, ConfigMapDecoder::decode),
    MESH_CONFIG("MeshConfig", "mesh.istio.io", List.of("v1alpha1"), Reading.Strictness.WARN, MeshConfigDecoder::decode);

    private final String kindName;
    private final String group;
    private final List<String> versions;
    private final Reading.Strictness strictness;
    private final Decoder decoder;

    Kind(String kindName, String group, List<String> versions, Reading.Strictness strictness, Decoder decoder) {
        this.kindName = kindName;
        this.group = group;
        this.versions = versions;
        this.strictness = strictness;
        this.decoder = decoder;
    }

    /** Reads a document of one kind. */
    interface Decoder {
        Resource decode(ObjectReader object, Metadata metadata, SourceMap sources);
    }

    /** Enum constants can't refer to constants of their own enum. */
    private static final class Groups {
        static final String ISTIO = "networking.istio.io";
        static final List<String> ISTIO_VERSIONS = List.of("v1", "v1beta1", "v1alpha3");
    }

    /** The kind of this name in this group; null when it isn't served. */
    static @Nullable Kind of(String name, String group) {
        for (Kind kind : values()) {
            if (kind.kindName.equals(name) && (kind.group.equals(group) || kind == MESH_CONFIG)) {
                return kind;
            }
        }
        return null;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Kind::kindName).toList();
    }

    String kindName() {
        return kindName;
    }

    List<String> versions() {
        return versions;
    }

    String apiVersions() {
        return versions.stream()
                .map(version -> group.isEmpty() ? version : group + "/" + version)
                .collect(Collectors.joining(", "));
    }

    Reading.Strictness strictness() {
        return strictness;
    }

    Decoder decoder() {
        return decoder;
    }
}
