package io.gatehouse.resource.decode;

import io.gatehouse.resource.ConfigMap;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceKey;
import io.gatehouse.resource.SourceMap;
import io.gatehouse.resource.SourceNode;
import io.gatehouse.resource.Suggestion;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Decodes one document: who it is, then what its kind says; a {@code List} is its items. */
final class ObjectDecoder {
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");
    private static final int MAX_NAME = 253;

    private final Findings findings;
    private final String text;

    ObjectDecoder(Findings findings, String text) {
        this.findings = findings;
        this.text = text;
    }

    void decode(Node root, List<Resource> resources) {
        if (Scalars.isNull(root)) {
            return;
        }
        if (!(root instanceof MappingNode mapping)) {
            error(root, Codes.NOT_AN_OBJECT, "the document is " + Scalars.describe(root) + ", not an object");
            return;
        }
        String kind = text(mapping, "kind");
        String apiVersion = text(mapping, "apiVersion");
        if (kind == null || (apiVersion == null && !kind.equals("MeshConfig"))) {
            findings.identify(DocumentIdentity.guess(text));
            if (text(mapping, "kind") == null
                    && text(mapping, "apiVersion") == null
                    && child(mapping, "spec") == null) {
                warning(root, Codes.NOT_AN_OBJECT, "the document has neither kind nor apiVersion and is ignored");
            } else {
                String missing = kind == null ? "kind" : "apiVersion";
                error(root, Codes.NOT_AN_OBJECT, "the document has no " + missing);
            }
            return;
        }
        Node items = child(mapping, "items");
        if (kind.endsWith("List") && items instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                new ObjectDecoder(findings.forDocument(), "").decode(item, resources);
            }
            return;
        }
        decodeKind(mapping, kind, apiVersion == null ? "" : apiVersion, resources);
    }

    private void decodeKind(MappingNode root, String kind, String apiVersion, List<Resource> resources) {
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        Kind known = Kind.of(kind, group);
        if (known == null) {
            warning(
                    root,
                    Codes.UNKNOWN_KIND,
                    "kind \"" + kind + "\" of \"" + apiVersion + "\" is not served here; the document is ignored",
                    Suggestion.didYouMean(kind, Kind.names()));
            return;
        }
        Mark start = root.getStartMark();
        SourceMap sources = SourceMap.startingAt(findings.position(start.getLine() + 1, start.getColumn() + 1));
        Metadata metadata = metadata(root, known, sources);
        if (metadata == null) {
            return;
        }
        String version = apiVersion.substring(slash + 1);
        if (!known.versions().contains(version) && known != Kind.MESH_CONFIG) {
            error(
                    root,
                    Codes.UNKNOWN_VERSION,
                    "\"" + apiVersion + "\" is no version of " + kind + " that is known",
                    "write one of " + known.apiVersions());
            return;
        }
        Reading reading = new Reading(findings, known.strictness());
        Resource resource = reading.object(
                root, "", sources.root(), object -> known.decoder().decode(object, metadata, sources));
        sources.end();
        if (resource != null && !findings.failed()) {
            resources.add(resource);
            if (resource instanceof ConfigMap configMap && MeshConfigDecoder.isMesh(configMap)) {
                MeshConfigDecoder.decodeEmbedded(root, text, configMap, findings, resources);
            }
        }
    }

    /** Who it is; null when it doesn't say, which was reported. */
    private @Nullable Metadata metadata(MappingNode root, Kind kind, SourceMap sources) {
        Node node = child(root, "metadata");
        if (node == null && kind == Kind.MESH_CONFIG) {
            return Metadata.of("istio-system", "mesh");
        }
        String kindName = kind.kindName();
        ResourceKey guess = DocumentIdentity.guess(text);
        findings.identify(guess);
        if (node == null) {
            error(root, Codes.BAD_METADATA, "metadata.name is required");
            return null;
        }
        Reading tolerant = new Reading(findings, Reading.Strictness.TOLERANT);
        Mark start = node.getStartMark();
        var position = findings.position(start.getLine() + 1, start.getColumn() + 1);
        SourceNode place = sources.root().add("metadata", position.line(), position.column());
        return tolerant.object(node, "metadata", place, object -> readMetadata(object, kindName));
    }

    private @Nullable Metadata readMetadata(ObjectReader object, String kind) {
        String name = object.string("name");
        String namespace = object.string("namespace");
        if (name != null && !name.isEmpty()) {
            findings.identify(new ResourceKey(
                    kind, namespace == null || namespace.isEmpty() ? Metadata.DEFAULT_NAMESPACE : namespace, name));
        }
        if (name == null || name.isEmpty()) {
            if (!findings.failed()) {
                object.fail(Codes.BAD_METADATA, "name", "is required", null);
            }
            return null;
        }
        if (!NAME.matcher(name).matches() || name.length() > MAX_NAME) {
            object.fail(
                    Codes.BAD_METADATA,
                    "name",
                    "\"" + name + "\" is not a name",
                    "write lower-case letters, digits, '-' and '.', starting and ending with a letter or digit");
        }
        if (namespace != null
                && !namespace.isEmpty()
                && (!NAME.matcher(namespace).matches() || namespace.length() > 63 || namespace.indexOf('.') >= 0)) {
            object.fail(
                    Codes.BAD_METADATA,
                    "namespace",
                    "\"" + namespace + "\" is not a namespace",
                    "write lower-case letters, digits and '-', starting and ending with a letter or digit");
        }
        return new Metadata(
                name,
                namespace == null || namespace.isEmpty() ? Metadata.DEFAULT_NAMESPACE : namespace,
                object.stringMap("labels"),
                object.stringMap("annotations"),
                timestamp(object),
                object.integer("generation", true, 0, Long.MAX_VALUE),
                object.string("uid"),
                object.string("resourceVersion"));
    }

    private static @Nullable Instant timestamp(ObjectReader object) {
        String text = object.string("creationTimestamp");
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            object.fail(
                    Codes.BAD_METADATA,
                    "creationTimestamp",
                    "\"" + text + "\" is not a time",
                    "write it like 2026-01-31T12:00:00Z");
            return null;
        }
    }

    private static @Nullable Node child(MappingNode mapping, String name) {
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key
                    && key.getValue().equals(name)
                    && !Scalars.isNull(entry.getValueNode())) {
                return entry.getValueNode();
            }
        }
        return null;
    }

    private static @Nullable String text(MappingNode mapping, String name) {
        return child(mapping, name) instanceof ScalarNode scalar ? scalar.getValue() : null;
    }

    private void error(Node node, String code, String problem) {
        error(node, code, problem, null);
    }

    private void error(Node node, String code, String problem, @Nullable String mend) {
        Mark mark = node.getStartMark();
        findings.error(code, mark.getLine() + 1, mark.getColumn() + 1, "", problem, mend);
    }

    private void warning(Node node, String code, String problem) {
        warning(node, code, problem, null);
    }

    private void warning(Node node, String code, String problem, @Nullable String mend) {
        Mark mark = node.getStartMark();
        findings.warning(code, mark.getLine() + 1, mark.getColumn() + 1, "", problem, mend);
    }
}
