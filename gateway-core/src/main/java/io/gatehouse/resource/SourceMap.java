package io.gatehouse.resource;

import java.util.ArrayList;
import java.util.HashMap;
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

    /**
     * One field: its place and its fields by name (list elements by index). They hang in a chain, which takes a fifth of
     * the memory of a map, and there are twenty of them in the smallest VirtualService; long lists have an index too.
     */
    public static final class Node {
        private static final int CHAINED = 16;

        private final int line;
        private final int column;
        private final String name;
        private @Nullable Node first;
        private @Nullable Node last;
        private @Nullable Node next;
        private @Nullable Map<String, Node> index;
        private int children;

        Node(int line, int column) {
            this("", line, column);
        }

        private Node(String name, int line, int column) {
            this.name = name;
            this.line = line;
            this.column = column;
        }

        /** A field of this one, added at this place unless it was there before. */
        public Node add(String field, int atLine, int atColumn) {
            Node known = child(field);
            if (known != null) {
                return known;
            }
            // The same few names in every document
            Node added = new Node(field.intern(), atLine, atColumn);
            if (last == null) {
                first = added;
            } else {
                last.next = added;
            }
            last = added;
            children++;
            if (index != null) {
                index.put(added.name, added);
            } else if (children > CHAINED) {
                index = indexed();
            }
            return added;
        }

        @Nullable
        Node child(String field) {
            if (index != null) {
                return index.get(field);
            }
            for (Node child = first; child != null; child = child.next) {
                if (child.name.equals(field)) {
                    return child;
                }
            }
            return null;
        }

        private Map<String, Node> indexed() {
            Map<String, Node> made = new HashMap<>();
            for (Node child = first; child != null; child = child.next) {
                made.put(child.name, child);
            }
            return made;
        }

        private void collect(String path, List<String> pattern, int depth, List<String> found) {
            if (depth == pattern.size()) {
                found.add(path);
                return;
            }
            String segment = pattern.get(depth);
            if (!segment.equals("*")) {
                Node child = child(segment);
                if (child != null) {
                    child.collect(FieldPath.child(path, segment), pattern, depth + 1, found);
                }
                return;
            }
            for (Node child = first; child != null; child = child.next) {
                child.collect(path + "[" + child.name + "]", pattern, depth + 1, found);
            }
        }

        Position at(String file) {
            return new Position(file, line, column);
        }
    }
}
