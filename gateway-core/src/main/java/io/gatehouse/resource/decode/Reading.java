package io.gatehouse.resource.decode;

import io.gatehouse.resource.SourceNode;
import java.math.BigInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What the readers of one document share: its findings, how strict it is, and the checks of single nodes. */
final class Reading {
    /** More nodes than any real document; only aliases get there. */
    private static final int MAX_OBJECTS = 2_000_000;

    private final Findings findings;
    private final Strictness strictness;
    private int objects;

    Reading(Findings findings, Strictness strictness) {
        this.findings = findings;
        this.strictness = strictness;
    }

    /** How unknown fields and nulls are taken. */
    enum Strictness {
        /** Refused: Istio's kinds. */
        STRICT,
        /** Warned about: the mesh's settings, of which only some have an effect here. */
        WARN,
        /** Ignored: Kubernetes' own kinds, which have many more fields than a gateway needs. */
        TOLERANT,
        /** Ignored, and values never quoted: Secrets. */
        SECRET
    }

    /** The same document, read with another strictness. */
    Reading as(Strictness other) {
        return new Reading(findings, other);
    }

    Findings findings() {
        return findings;
    }

    boolean tolerant() {
        return strictness == Strictness.TOLERANT || strictness == Strictness.SECRET;
    }

    boolean unknownIsWarning() {
        return strictness == Strictness.WARN;
    }

    <T> @Nullable T object(Node value, String path, SourceNode place, Function<ObjectReader, T> decoder) {
        if (!(value instanceof MappingNode mapping)) {
            wrongType(value, path, "an object");
            return null;
        }
        objects++;
        if (objects > MAX_OBJECTS) {
            if (objects == MAX_OBJECTS + 1) {
                error(Codes.TOO_LARGE, value, path, "more than " + MAX_OBJECTS + " objects", "use fewer aliases");
            }
            return null;
        }
        ObjectReader reader = new ObjectReader(this, path, mapping, place);
        T decoded = decoder.apply(reader);
        reader.refuseUnknown();
        return decoded;
    }

    @Nullable
    String string(Node value, String path) {
        ScalarNode scalar = notNull(value, path) ? scalar(value, path, Scalars.Type.STRING) : null;
        return scalar == null ? null : text(scalar);
    }

    /** What a scalar says; but for secrets one object for the same text. */
    String text(ScalarNode scalar) {
        return strictness == Strictness.SECRET ? scalar.getValue() : Shared.text(scalar.getValue());
    }

    @Nullable
    ScalarNode scalar(Node value, String path, Scalars.Type type) {
        if (value instanceof ScalarNode scalar && Scalars.typeOf(scalar) == type) {
            return scalar;
        }
        wrongType(value, path, type.text);
        return null;
    }

    @Nullable
    Long integer(Node value, String path, long min, long max) {
        BigInteger integer = value instanceof ScalarNode scalar ? Scalars.integer(scalar) : null;
        if (integer == null) {
            wrongType(value, path, "a whole number");
            return null;
        }
        if (integer.compareTo(BigInteger.valueOf(min)) < 0 || integer.compareTo(BigInteger.valueOf(max)) > 0) {
            String range = max == Long.MAX_VALUE ? "at least " + min : "between " + min + " and " + max;
            error(Codes.OUT_OF_RANGE, value, path, quote(value) + " is not " + range, null);
            return null;
        }
        return integer.longValueExact();
    }

    /** Reports a null, as Kubernetes does, instead of taking it for absent. */
    boolean notNull(Node value, String path) {
        if (!Scalars.isNull(value)) {
            return true;
        }
        if (!tolerant()) {
            error(Codes.NULL_VALUE, value, path, "is null", "leave the field out or give it a value");
        }
        return false;
    }

    void wrongType(Node value, String path, String wanted) {
        if (!notNull(value, path)) {
            return;
        }
        boolean quotable = wanted.equals(Scalars.Type.STRING.text) && value instanceof ScalarNode;
        error(
                Codes.WRONG_TYPE,
                value,
                path,
                quote(value) + " is " + Scalars.describe(value) + ", not " + wanted,
                quotable ? "put it in quotes" : null);
    }

    void error(String code, Node value, String path, String problem, @Nullable String mend) {
        Mark mark = value.getStartMark();
        findings.error(code, mark.getLine() + 1, mark.getColumn() + 1, path, problem, mend);
    }

    /** The value as the user wrote it, for a finding. */
    String quote(Node value) {
        if (strictness == Strictness.SECRET || !(value instanceof ScalarNode scalar)) {
            return "the value";
        }
        String text = scalar.getValue();
        return '"' + (text.length() > 80 ? text.substring(0, 77) + "..." : text).replace("\n", "\\n") + '"';
    }

    /** Notes where a field was written: a scalar by its value, everything else by its name. */
    SourceNode mark(SourceNode parent, String name, Node key, Node value) {
        Mark mark = (value instanceof ScalarNode ? value : key).getStartMark();
        var position = findings.position(mark.getLine() + 1, mark.getColumn() + 1);
        return parent.add(name, position.line(), position.column());
    }
}
