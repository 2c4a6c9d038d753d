package io.gatehouse.resource;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where each field of one document was written. Two maps are always equal: where something was written is no part of
 * what it says, so a resource that only moved in its file equals the one it was.
 *
 * <p>Fields are added to a tree while a document is read, and packed when it ends: most of what a gateway of very many
 * routes keeps would be positions otherwise.
 */
public final class SourceMap {
    private static final Recent<FieldLayout> LAYOUTS = Recent.of(256);

    private final String file;
    private final int line;
    private final int column;
    private @Nullable SourceNode tree;
    private FieldLayout layout = FieldLayout.EMPTY;

    private SourceMap(String file, int line, int column) {
        this.file = file;
        this.line = line;
        this.column = column;
    }

    /** A document without positions, for resources that no text was read for. */
    public static SourceMap unknown(String file) {
        return new SourceMap(file, 1, 1);
    }

    /** Starts the map of a document that begins at this place; the decoder adds the fields. */
    public static SourceMap startingAt(Position position) {
        SourceMap map = new SourceMap(position.source(), position.line(), position.column());
        map.tree = new SourceNode("", position.line(), position.column());
        return map;
    }

    /** The file, as given to the decoder. */
    public String file() {
        return file;
    }

    /** Where the document starts. */
    public Position position() {
        return new Position(file, line, column);
    }

    /**
     * The top of the tree, to which the decoder adds fields.
     *
     * @throws IllegalStateException when the document has ended
     */
    public SourceNode root() {
        if (tree == null) {
            throw new IllegalStateException("the document has ended");
        }
        return tree;
    }

    /** The document has ended: nothing is added any more, and positions can be asked for. */
    public void end() {
        if (tree != null) {
            layout = LAYOUTS.share(FieldLayout.of(tree));
            tree = null;
        }
    }

    /** Where this field was written, or the nearest parent that was. */
    public Position positionOf(String field) {
        FieldLayout.Cursor cursor = layout.top(line, column);
        for (String segment : FieldPath.segments(field)) {
            if (!cursor.enter(segment)) {
                break;
            }
        }
        return new Position(file, cursor.line(), cursor.column());
    }

    /**
     * The paths of all written fields that have this form.
     *
     * @param pattern a path of names in which {@code [*]} stands for any element, such as {@code spec.http[*].timeout}
     */
    public List<String> written(String pattern) {
        List<String> segments = FieldPath.segments(pattern);
        // Most documents lack the field altogether
        for (String segment : segments) {
            if (!segment.equals("*") && !layout.names().contains(segment)) {
                return List.of();
            }
        }
        List<String> found = new ArrayList<>();
        layout.top(line, column).collect("", segments, 0, found);
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
}
