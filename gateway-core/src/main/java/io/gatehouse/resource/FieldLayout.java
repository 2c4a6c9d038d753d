package io.gatehouse.resource;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a document and where they stand in it, packed into some five bytes a field. Lines count from the
 * document's start, so that documents written alike have equal layouts.
 *
 * <pre>
 *   field  = name, line, column, number of fields [, length of fields [, offsets], fields]
 *   name   = 0 for an element of a list, else its place among the names + 1
 *   line   = from that of the field around it
 * </pre>
 */
final class FieldLayout {
    static final FieldLayout EMPTY = new FieldLayout(List.of(), new byte[0]);

    private static final Recent<List<String>> NAMES = Recent.of(64);
    /** Lists longer than this have the offsets of their elements, so that none is found by way of all before it. */
    private static final int LONG_LIST = 16;

    private static final int OFFSET_BYTES = 4;

    private final List<String> names;
    private final byte[] fields;

    private FieldLayout(List<String> names, byte[] fields) {
        this.names = names;
        this.fields = fields;
    }

    /** The layout of a whole document. */
    static FieldLayout of(SourceNode root) {
        Map<String, Integer> names = new LinkedHashMap<>();
        PackedBytes packed = new PackedBytes();
        write(root.children(), root.line, names, packed);
        return new FieldLayout(NAMES.share(List.copyOf(names.keySet())), packed.bytes());
    }

    private static void write(List<SourceNode> nodes, int line, Map<String, Integer> names, PackedBytes to) {
        to.number(nodes.size());
        if (nodes.isEmpty()) {
            return;
        }
        boolean list = isList(nodes);
        PackedBytes inner = new PackedBytes();
        PackedBytes offsets = new PackedBytes();
        for (SourceNode node : nodes) {
            if (list && nodes.size() > LONG_LIST) {
                offsets.fixed(inner.size());
            }
            inner.number(list ? 0 : names.computeIfAbsent(node.name, name -> names.size() + 1));
            inner.signed(node.line - line);
            inner.number(node.column);
            write(node.children(), node.line, names, inner);
        }
        to.number(inner.size() << 1 | (offsets.size() > 0 ? 1 : 0));
        to.append(offsets);
        to.append(inner);
    }

    private static boolean isList(List<SourceNode> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            if (!nodes.get(i).name.equals(Integer.toString(i))) {
                return false;
            }
        }
        return true;
    }

    /** All names of fields, each once. */
    List<String> names() {
        return names;
    }

    /** The document itself, which starts at this place. */
    Cursor top(int line, int column) {
        return new Cursor(0, line, column);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldLayout that && Arrays.equals(fields, that.fields) && names.equals(that.names);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fields);
    }

    /** One field; it can be exchanged for a field in it. */
    final class Cursor {
        /** Where the fields of this one begin: with their number. */
        private int at;

        private int line;
        private int column;

        private Cursor(int at, int line, int column) {
            this.at = at;
            this.line = line;
            this.column = column;
        }

        int line() {
            return line;
        }

        int column() {
            return column;
        }

        /** Becomes the field of this name in it; false, and stays as it is, when there is none. */
        boolean enter(String segment) {
            Children children = new Children(at, line);
            int wanted = children.jump(segment);
            while (children.next()) {
                if (wanted == children.index || wanted < 0 && children.isNamed(segment)) {
                    at = children.inner;
                    line = children.line;
                    column = children.column;
                    return true;
                }
            }
            return false;
        }

        void collect(String path, List<String> pattern, int depth, List<String> found) {
            if (depth == pattern.size()) {
                found.add(path);
                return;
            }
            String segment = pattern.get(depth);
            Children children = new Children(at, line);
            while (children.next()) {
                Cursor child = new Cursor(children.inner, children.line, children.column);
                if (segment.equals("*")) {
                    child.collect(path + "[" + children.name() + "]", pattern, depth + 1, found);
                } else if (children.isNamed(segment)) {
                    child.collect(FieldPath.child(path, segment), pattern, depth + 1, found);
                    return;
                }
            }
        }
    }

    /** Reads the fields of one field in their order. */
    private final class Children {
        private final int around;
        private int count;
        private int offsets = -1;
        private int first;
        private int next;

        int index = -1;
        int line;
        int column;
        /** Where the fields of the current one begin. */
        int inner;

        private int name;
        private int read;

        Children(int at, int around) {
            this.around = around;
            this.read = at;
            this.count = at < fields.length ? number() : 0;
            if (count > 0) {
                if ((number() & 1) != 0) {
                    offsets = read;
                    read += count * OFFSET_BYTES;
                }
                first = read;
                next = read;
            }
        }

        /**
         * Goes right before an element of a list that has offsets.
         *
         * @return its index, or -1 when the field has to be looked for by its name
         */
        int jump(String segment) {
            if (offsets < 0 || segment.isEmpty() || !segment.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return -1;
            }
            int wanted = segment.length() > 9 ? count : Integer.parseInt(segment);
            if (wanted >= count) {
                count = 0;
            } else {
                read = offsets + wanted * OFFSET_BYTES;
                next = first + PackedBytes.fixedAt(fields, read);
                index = wanted - 1;
            }
            return wanted;
        }

        boolean next() {
            index++;
            if (index >= count) {
                return false;
            }
            read = next;
            name = number();
            int delta = number();
            line = around + (delta >>> 1 ^ -(delta & 1));
            column = number();
            inner = read;
            int own = number();
            if (own > 0) {
                int length = number();
                read += (length >>> 1) + ((length & 1) != 0 ? own * OFFSET_BYTES : 0);
            }
            next = read;
            return true;
        }

        String name() {
            return name == 0 ? Integer.toString(index) : names.get(name - 1);
        }

        boolean isNamed(String segment) {
            return name().equals(segment);
        }

        private int number() {
            int value = 0;
            int shift = 0;
            while (true) {
                byte each = fields[read];
                read++;
                value |= (each & 0x7F) << shift;
                if (each >= 0) {
                    return value;
                }
                shift += 7;
            }
        }
    }
}
