package io.gatehouse.resource.decode;

import io.gatehouse.resource.FieldPath;
import io.gatehouse.resource.SourceNode;
import io.gatehouse.resource.Suggestion;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The fields of one YAML object: finds them, notes where they stand and which were asked for, and reports what is wrong
 * with them. {@link ObjectReader} adds the types.
 */
abstract class FieldAccess {
    final Reading reading;
    final String path;
    final MappingNode node;
    final SourceNode sources;
    final Fields fields;
    final Set<String> known = new LinkedHashSet<>();

    FieldAccess(Reading reading, String path, MappingNode node, SourceNode sources) {
        this.reading = reading;
        this.path = path;
        this.node = node;
        this.sources = sources;
        this.fields = Fields.of(node, path, reading.findings());
    }

    Findings findings() {
        return reading.findings();
    }

    Reading reading() {
        return reading;
    }

    /** True when the field is written and not null. */
    boolean has(String name) {
        return fields.has(name);
    }

    void require(String name) {
        if (!written(name)) {
            missing(name);
        }
    }

    /** At most one of these may be written. */
    void exclusive(String... names) {
        List<String> written = Arrays.stream(names).filter(this::has).toList();
        if (written.size() > 1) {
            fail(
                    Codes.EXCLUSIVE_FIELDS,
                    written.get(1),
                    "excludes " + written.get(0) + ", which is written too",
                    "keep one of " + String.join(", ", names));
        }
    }

    void size(String name, int size, int min, int max) {
        if (has(name) && (size < min || size > max)) {
            fail(
                    Codes.BAD_SIZE,
                    name,
                    "has " + size + " entries, not " + (min == 0 ? "at most " + max : min + " to " + max),
                    null);
        }
    }

    /** Reports that something about a field of this object is wrong. */
    void fail(String code, String field, String problem, @Nullable String mend) {
        Mark mark = markOf(field);
        findings()
                .error(
                        code,
                        mark.getLine() + 1,
                        mark.getColumn() + 1,
                        field.isEmpty() ? path : FieldPath.child(path, field),
                        problem,
                        mend);
    }

    /** Reports every field that was not asked for. */
    void refuseUnknown() {
        if (reading.tolerant()) {
            return;
        }
        fields.all().forEach((name, entry) -> {
            if (!known.contains(name)) {
                Mark mark = entry.getKeyNode().getStartMark();
                String problem = "there is no field \"" + name + "\" here";
                String mend = Suggestion.didYouMean(name, known);
                String field = FieldPath.child(path, name);
                if (reading.unknownIsWarning()) {
                    findings()
                            .warning(
                                    Codes.NO_EFFECT,
                                    mark.getLine() + 1,
                                    mark.getColumn() + 1,
                                    field,
                                    "this setting has no effect here",
                                    mend);
                } else {
                    findings()
                            .error(Codes.UNKNOWN_FIELD, mark.getLine() + 1, mark.getColumn() + 1, field, problem, mend);
                }
            }
        });
    }

    /** Fields that are allowed and not read. */
    void ignore(String... names) {
        known.addAll(List.of(names));
    }

    boolean written(String name) {
        known.add(name);
        NodeTuple entry = fields.get(name);
        return entry != null && !(reading.tolerant() && Scalars.isNull(entry.getValueNode()));
    }

    void missing(String name) {
        fail(Codes.MISSING_FIELD, name, "is required", null);
    }

    Mark markOf(String field) {
        NodeTuple entry = fields.get(field);
        if (entry == null) {
            return node.getStartMark();
        }
        return entry.getValueNode() instanceof ScalarNode
                ? entry.getValueNode().getStartMark()
                : entry.getKeyNode().getStartMark();
    }

    SourceNode place(String name) {
        NodeTuple entry = fields.get(name);
        return entry == null ? sources : reading.mark(sources, name, entry.getKeyNode(), entry.getValueNode());
    }

    @Nullable
    Node value(String name, boolean nullable) {
        known.add(name);
        NodeTuple entry = fields.get(name);
        if (entry == null) {
            return null;
        }
        place(name);
        Node value = entry.getValueNode();
        if (Scalars.isNull(value)) {
            if (!nullable && !reading.tolerant()) {
                reading.notNull(value, FieldPath.child(path, name));
            }
            return null;
        }
        return value;
    }

    @Nullable
    ScalarNode scalar(String name, boolean nullable, Scalars.Type type) {
        Node value = value(name, nullable);
        return value == null ? null : reading.scalar(value, FieldPath.child(path, name), type);
    }
}
