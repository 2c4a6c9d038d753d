package io.gatehouse.resource.decode;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A YAML text inside a YAML text, with how far its first line and column stand from those of the outer one.
 *
 * @param lines to add to a line of the inner text
 * @param columns to add to a column of the inner text
 */
record EmbeddedText(String text, int lines, int columns) {

    /** The scalar at this path, null when there is none. */
    static @Nullable EmbeddedText find(MappingNode root, String outer, String... path) {
        Node node = root;
        for (String name : path) {
            Node child = null;
            if (node instanceof MappingNode mapping) {
                for (NodeTuple entry : mapping.getValue()) {
                    if (entry.getKeyNode() instanceof ScalarNode key
                            && key.getValue().equals(name)) {
                        child = entry.getValueNode();
                    }
                }
            }
            if (child == null) {
                return null;
            }
            node = child;
        }
        if (!(node instanceof ScalarNode scalar)) {
            return null;
        }
        int line = scalar.getStartMark().getLine();
        ScalarStyle style = scalar.getScalarStyle();
        if (style != ScalarStyle.LITERAL && style != ScalarStyle.FOLDED) {
            return new EmbeddedText(
                    scalar.getValue(), line, scalar.getStartMark().getColumn());
        }
        List<String> lines = outer.lines().toList();
        int first = line + 1;
        while (first < lines.size() && lines.get(first).isBlank()) {
            first++;
        }
        String content = first < lines.size() ? lines.get(first) : "";
        int indent = 0;
        while (indent < content.length() && content.charAt(indent) == ' ') {
            indent++;
        }
        return new EmbeddedText(scalar.getValue(), line + 1, indent);
    }
}
