package io.gatehouse.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where each field of one document was written. Two maps are always equal: where something was written is no part of
 * what it says, so a resource that only moved in its file equals the one it was.
 *
 * <p>A tree of field names, not a map of whole paths: a document of thousands of routes has many paths and few names.
 */
public final class SourceMap {
    private final String file;
    private final Node root;

    SourceMap(String file, Node root) {
        this.file = file;
        this.root = root;
    }

    /** A document without positions, for resources that no text was read for. */
    public static SourceMap unknown(String file) {
        return new SourceMap(file, new Node(1, 1));
    }

    /** Starts the map of a document that begins at this place; the decoder adds the fields. */
    public static SourceMap startingAt(Position position) {
        return new SourceMap(position.source(), new Node(position.line(), position.column()));
    }

    /** The file, as given to the decoder. */
    public String file() {
        return file;
    }

    /** Where the document starts. */
    public Position position() {
        return root.at(file);
    }

    /** The top of the tree, to which the decoder adds fields. */
    public Node root() {
        return root;
    }

    /** Where this field was written, or the nearest parent that was. */
    public Position positionOf(String field) {
        Node node = root;
        for (String segment : FieldPath.segments(field)) {
            Node child = node.child(segment);
            if (child == null) {
                break;
            }
            node = child;
        }
        return node.at(file);
    }

    /**
     * The paths of all written fields that have this form.
     *
     * @param pattern a path in which {@code [*]} stands for any element, such as {@code spec.http[*].timeout}
     */
    public List<String> written(String pattern) {
        List<String> found = new ArrayList<>();
        root.collect("", FieldPath.segments(pattern), 0, found);
        return found;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SourceMap;
    }

    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return position().toString();
    }

    /** One field: its place and its fields by name (list elements by index). */
    public static final class Node {
        private final int line;
        private final int column;
        private @Nullable Map<String, Node> children;

        Node(int line, int column) {
            this.line = line;
            this.column = column;
        }

        /** A field of this one, added at this place unless it was there before. */
        public Node add(String name, int line, int column) {
            if (children == null) {
                children = new LinkedHashMap<>(4);
            }
            return children.computeIfAbsent(name, added -> new Node(line, column));
        }

        @Nullable
        Node child(String name) {
            return children == null ? null : children.get(name);
        }

        private void collect(String path, List<String> pattern, int depth, List<String> found) {
            if (depth == pattern.size()) {
                found.add(path);
                return;
            }
            String segment = pattern.get(depth);
            if (children == null) {
                return;
            }
            if (!segment.equals("*")) {
                Node child = children.get(segment);
                if (child != null) {
                    child.collect(FieldPath.child(path, segment), pattern, depth + 1, found);
                }
                return;
            }
            children.forEach((index, child) -> child.collect(path + "[" + index + "]", pattern, depth + 1, found));
        }

        Position at(String file) {
            return new Position(file, line, column);
        }
    }
}
