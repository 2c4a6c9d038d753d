package io.gatehouse.resource.decode;

import io.gatehouse.resource.FieldPath;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The entries of a YAML mapping by name, merge keys ({@code <<}) resolved: an entry of its own wins over a merged one.
 */
final class Fields {
    private static final int MAX_ENTRIES = 100_000;

    private final Map<String, NodeTuple> byName = new LinkedHashMap<>();

    private Fields() {}

    /** Reads the entries and reports repeated and impossible keys. */
    static Fields of(MappingNode node, String path, Findings findings) {
        Fields fields = new Fields();
        for (NodeTuple entry : node.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key && !Scalars.isNull(key)) {
                fields.add(key, entry, path, findings);
            } else {
                Mark mark = entry.getKeyNode().getStartMark();
                findings.error(
                        Codes.WRONG_TYPE,
                        mark.getLine() + 1,
                        mark.getColumn() + 1,
                        path,
                        "a field's name is " + Scalars.describe(entry.getKeyNode()) + ", not a string",
                        null);
            }
        }
        for (NodeTuple entry : node.getValue()) {
            if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
                fields.merge(entry.getValueNode(), 0);
            }
        }
        return fields;
    }

    private void add(ScalarNode key, NodeTuple entry, String path, Findings findings) {
        if (key.getTag().equals(Tag.MERGE)) {
            return;
        }
        NodeTuple first = byName.putIfAbsent(key.getValue(), entry);
        if (first != null) {
            findings.error(
                    Codes.DUPLICATE_KEY,
                    key.getStartMark().getLine() + 1,
                    key.getStartMark().getColumn() + 1,
                    FieldPath.child(path, key.getValue()),
                    "written a second time",
                    "the first is on line "
                            + findings.position(
                                            first.getKeyNode().getStartMark().getLine() + 1, 1)
                                    .line());
        }
    }

    /** Depth and size are bounded: merges of merges can grow as fast as aliases do. */
    private void merge(Node source, int depth) {
        if (depth > 10 || byName.size() > MAX_ENTRIES) {
            return;
        }
        if (source instanceof SequenceNode list && depth == 0) {
            list.getValue().stream().limit(10).forEach(element -> merge(element, 1));
        }
        if (source instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
                    if (entry.getValueNode() instanceof MappingNode nested && nested != mapping) {
                        merge(nested, depth + 1);
                    }
                } else if (entry.getKeyNode() instanceof ScalarNode key) {
                    byName.putIfAbsent(key.getValue(), entry);
                }
            }
        }
    }

    boolean has(String name) {
        NodeTuple entry = byName.get(name);
        return entry != null && !Scalars.isNull(entry.getValueNode());
    }

    @Nullable
    NodeTuple get(String name) {
        return byName.get(name);
    }

    Map<String, NodeTuple> all() {
        return byName;
    }
}
