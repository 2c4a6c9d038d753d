package io.gatehouse.resource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One field of a document that is being read: its place, and its own fields by name (list elements by index). */
public final class SourceNode {
    /** Up to here, looking through the list is no slower than a map. */
    private static final int LISTED = 16;

    final String name;
    final int line;
    final int column;
    private final List<SourceNode> children = new ArrayList<>(0);
    private @Nullable Map<String, SourceNode> index;

    SourceNode(String name, int line, int column) {
        this.name = name;
        this.line = line;
        this.column = column;
    }

    /** A field of this one, added at this place unless it was there before. */
    public SourceNode add(String field, int atLine, int atColumn) {
        SourceNode known = child(field);
        if (known != null) {
            return known;
        }
        SourceNode added = new SourceNode(field, atLine, atColumn);
        children.add(added);
        if (index != null) {
            index.put(field, added);
        } else if (children.size() > LISTED) {
            index = new HashMap<>();
            for (SourceNode child : children) {
                index.put(child.name, child);
            }
        }
        return added;
    }

    /** In the order in which they were added. */
    List<SourceNode> children() {
        return children;
    }

    private @Nullable SourceNode child(String field) {
        if (index != null) {
            return index.get(field);
        }
        for (SourceNode child : children) {
            if (child.name.equals(field)) {
                return child;
            }
        }
        return null;
    }
}
