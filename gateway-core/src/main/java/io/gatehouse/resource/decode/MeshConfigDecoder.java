package io.gatehouse.resource.decode;

import io.gatehouse.resource.ConfigMap;
import io.gatehouse.resource.MeshConfig;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.SourceMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads the mesh's settings: a document of kind MeshConfig with the settings at its top or under {@code spec}, or the
 * text under {@code mesh} in a ConfigMap named {@code istio}. A setting without effect here is a warning.
 */
final class MeshConfigDecoder {
    private MeshConfigDecoder() {}

    static MeshConfig decode(ObjectReader object, Metadata metadata, SourceMap sources) {
        object.ignore("apiVersion", "kind", "metadata", "status");
        if (object.has("spec")) {
            MeshConfig config = object.object("spec", spec -> settings(spec, metadata, sources));
            return config != null ? config : settings(object, metadata, sources);
        }
        return settings(object, metadata, sources);
    }

    /** True for Istio's own ConfigMap. */
    static boolean isMesh(ConfigMap configMap) {
        return configMap.metadata().name().equals("istio") && configMap.data().containsKey("mesh");
    }

    /** Reads the text inside Istio's ConfigMap; its findings name the ConfigMap and the lines of the file. */
    static void decodeEmbedded(
            MappingNode root, String text, ConfigMap configMap, Findings findings, List<Resource> resources) {
        EmbeddedText embedded = EmbeddedText.find(root, text, "data", "mesh");
        if (embedded == null) {
            return;
        }
        Findings inner = findings.at(embedded.lines(), embedded.columns());
        try {
            Node node = new YamlText(embedded.text()).next();
            if (node != null && !Scalars.isNull(node)) {
                Reading reading = new Reading(inner, Reading.Strictness.WARN);
                SourceMap sources = SourceMap.startingAt(inner.position(1, 1));
                MeshConfig config = reading.object(
                        node, "data.mesh", sources.root(), object -> settings(object, configMap.metadata(), sources));
                sources.end();
                if (config != null && !inner.failed()) {
                    resources.add(config);
                }
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            inner.error(
                    Codes.NOT_YAML,
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "data.mesh",
                    "not YAML: " + e.getProblem(),
                    null);
        } catch (YAMLException e) {
            inner.error(Codes.NOT_YAML, 1, 1, "data.mesh", YamlText.problem(e), null);
        }
        findings.addAll(inner);
    }

    private static MeshConfig settings(ObjectReader mesh, Metadata metadata, SourceMap sources) {
        MeshConfig.PathNormalization normalization = mesh.object(
                "pathNormalization", object -> object.oneOf("normalization", MeshConfig.PathNormalization.class));
        MeshConfig.ProxyConfig proxy = mesh.object("defaultConfig", MeshConfigDecoder::proxy);
        return new MeshConfig(
                metadata,
                sources,
                mesh.object("defaultHttpRetryPolicy", HttpRouteDecoder::retries),
                normalization,
                mesh.duration("connectTimeout"),
                mesh.oneOf("h2UpgradePolicy", MeshConfig.H2UpgradePolicy.class),
                proxy == null ? MeshConfig.ProxyConfig.NONE : proxy);
    }

    private static MeshConfig.ProxyConfig proxy(ObjectReader config) {
        Topology topology = config.object("gatewayTopology", MeshConfigDecoder::topology);
        if (topology == null) {
            topology = new Topology(null, null, false);
        }
        return new MeshConfig.ProxyConfig(
                topology.numTrustedProxies(),
                topology.forwardClientCertDetails(),
                config.object("proxyHeaders", headers -> headers.object("server", MeshConfigDecoder::server)),
                topology.proxyProtocol());
    }

    private record Topology(
            @Nullable Long numTrustedProxies,
            MeshConfig.@Nullable ForwardClientCertDetails forwardClientCertDetails,
            boolean proxyProtocol) {}

    private static Topology topology(ObjectReader topology) {
        return new Topology(
                topology.uint32("numTrustedProxies"),
                topology.oneOf("forwardClientCertDetails", MeshConfig.ForwardClientCertDetails.class),
                topology.object("proxyProtocol", empty -> true) != null);
    }

    private static MeshConfig.ServerHeader server(ObjectReader server) {
        return new MeshConfig.ServerHeader(server.nullableBool("disabled"), server.string("value"));
    }
}
