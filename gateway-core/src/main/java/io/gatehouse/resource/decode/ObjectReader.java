package io.gatehouse.resource.decode;

import io.gatehouse.resource.FieldPath;
import io.gatehouse.resource.SourceNode;
import io.gatehouse.resource.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads the fields of one YAML object by name and type, and reports what doesn't fit: the decoders of the kinds are
 * written with it. What is wrong reads as absent (a required value as a placeholder): the document is refused anyway.
 */
final class ObjectReader extends FieldAccess {
    ObjectReader(Reading reading, String path, MappingNode node, SourceNode sources) {
        super(reading, path, node, sources);
    }

    @Nullable
    String string(String name) {
        ScalarNode scalar = scalar(name, false, Scalars.Type.STRING);
        return scalar == null ? null : reading.text(scalar);
    }

    String requiredString(String name) {
        String value = string(name);
        if (value == null && !written(name)) {
            missing(name);
        }
        return value == null ? "" : value;
    }

    boolean bool(String name) {
        ScalarNode scalar = scalar(name, false, Scalars.Type.BOOLEAN);
        return scalar != null && Scalars.bool(scalar);
    }

    @Nullable
    Boolean nullableBool(String name) {
        ScalarNode scalar = scalar(name, true, Scalars.Type.BOOLEAN);
        return scalar == null ? null : Scalars.bool(scalar);
    }

    @Nullable
    Integer int32(String name) {
        Long value = integer(name, false, Integer.MIN_VALUE, Integer.MAX_VALUE);
        return value == null ? null : value.intValue();
    }

    @Nullable
    Long uint32(String name) {
        return integer(name, false, 0, 0xFFFF_FFFFL);
    }

    @Nullable
    Long nullableUint32(String name) {
        return integer(name, true, 0, 0xFFFF_FFFFL);
    }

    @Nullable
    Long uint64(String name) {
        return integer(name, false, 0, Long.MAX_VALUE);
    }

    /** A port number, 0 included: whether 0 is allowed depends on what the port is for. */
    @Nullable
    Integer port(String name) {
        Long value = integer(name, false, 0, 65535);
        return value == null ? null : value.intValue();
    }

    @Nullable
    Long integer(String name, boolean nullable, long min, long max) {
        Node value = value(name, nullable);
        return value == null ? null : reading.integer(value, FieldPath.child(path, name), min, max);
    }

    @Nullable
    Double number(String name, boolean nullable, double min, double max) {
        Node value = value(name, nullable);
        if (value == null) {
            return null;
        }
        Double number = value instanceof ScalarNode scalar ? Scalars.number(scalar) : null;
        if (number == null) {
            reading.wrongType(value, FieldPath.child(path, name), "a number");
        } else if (number < min || number > max) {
            fail(
                    Codes.OUT_OF_RANGE,
                    name,
                    reading.quote(value) + " is not between " + plain(min) + " and " + plain(max),
                    null);
        }
        return number;
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** A duration of at least 1 ms, in whole milliseconds. */
    @Nullable
    Duration duration(String name) {
        Duration value = anyDuration(name);
        if (value != null && (value.toNanos() < 1_000_000 || value.getNano() % 1_000_000 != 0)) {
            fail(
                    Codes.BAD_DURATION,
                    name,
                    quoteField(name) + " is not a duration of at least 1ms, in whole milliseconds",
                    value.isZero() ? "leave the field out for none" : null);
        }
        return value;
    }

    private String quoteField(String name) {
        NodeTuple entry = fields.get(name);
        return entry == null ? name : reading.quote(entry.getValueNode());
    }

    /** Any duration, also 0. */
    @Nullable
    Duration anyDuration(String name) {
        ScalarNode scalar = scalar(name, false, Scalars.Type.STRING);
        if (scalar == null) {
            return null;
        }
        Duration value = Durations.parse(scalar.getValue());
        if (value == null) {
            fail(
                    Codes.BAD_DURATION,
                    name,
                    reading.quote(scalar) + " is not a duration",
                    "write it like 5s, 1m30s or 250ms");
        }
        return value;
    }

    <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> values) {
        ScalarNode scalar = scalar(name, false, Scalars.Type.STRING);
        if (scalar == null) {
            return null;
        }
        List<String> names =
                Arrays.stream(values.getEnumConstants()).map(Enum::name).toList();
        if (!names.contains(scalar.getValue())) {
            String meant = Suggestion.didYouMean(scalar.getValue(), names);
            fail(
                    Codes.UNKNOWN_VALUE,
                    name,
                    reading.quote(scalar) + " is not one of " + String.join(", ", names),
                    meant);
            return null;
        }
        return Enum.valueOf(values, scalar.getValue());
    }

    List<String> strings(String name) {
        return Shared.list(list(name, (element, elementPath, place) -> reading.string(element, elementPath)));
    }

    List<Integer> integers(String name, int min, int max) {
        return list(name, (element, elementPath, place) -> {
            Long value = reading.notNull(element, elementPath) ? reading.integer(element, elementPath, min, max) : null;
            return value == null ? null : Integer.valueOf(value.intValue());
        });
    }

    <T> List<T> objects(String name, Function<ObjectReader, T> decoder) {
        return list(name, (element, elementPath, place) -> reading.object(element, elementPath, place, decoder));
    }

    <T> @Nullable T object(String name, Function<ObjectReader, T> decoder) {
        Node value = value(name, false);
        return value == null ? null : reading.object(value, FieldPath.child(path, name), place(name), decoder);
    }

    Map<String, String> stringMap(String name) {
        return map(name, (value, valuePath, place) -> reading.string(value, valuePath));
    }

    <T> Map<String, T> objectMap(String name, Function<ObjectReader, T> decoder) {
        return map(name, (value, valuePath, place) -> reading.object(value, valuePath, place, decoder));
    }

    Map<String, Long> integerMap(String name, long min, long max) {
        return map(
                name,
                (value, valuePath, place) ->
                        reading.notNull(value, valuePath) ? reading.integer(value, valuePath, min, max) : null);
    }

    /** Reads one value of a map; null when it was refused. */
    interface ValueReader<T> {
        @Nullable
        T read(Node value, String path, SourceNode place);
    }

    /** A map whose keys are the user's, in the order written. */
    <T> Map<String, T> map(String name, ValueReader<T> reader) {
        Map<String, T> values = new LinkedHashMap<>();
        Node value = value(name, false);
        if (value == null) {
            return values;
        }
        String mapPath = FieldPath.child(path, name);
        if (!(value instanceof MappingNode mapping)) {
            reading.wrongType(value, mapPath, "an object");
            return values;
        }
        SourceNode mapPlace = place(name);
        Fields.of(mapping, mapPath, findings()).all().forEach((key, entry) -> {
            SourceNode place = reading.mark(mapPlace, key, entry.getKeyNode(), entry.getValueNode());
            T read = reader.read(entry.getValueNode(), FieldPath.child(mapPath, key), place);
            if (read != null) {
                values.put(key, read);
            }
        });
        return values;
    }

    /** What a field that may have several types holds; null when absent. */
    @Nullable
    Node any(String name) {
        return value(name, false);
    }

    private <T> List<T> list(String name, ValueReader<T> reader) {
        Node value = value(name, false);
        if (value == null) {
            return List.of();
        }
        String listPath = FieldPath.child(path, name);
        if (!(value instanceof SequenceNode list)) {
            reading.wrongType(value, listPath, "a list");
            return List.of();
        }
        SourceNode listPlace = place(name);
        List<T> values = new ArrayList<>(list.getValue().size());
        int index = 0;
        for (Node element : list.getValue()) {
            String elementPath = FieldPath.element(listPath, index);
            T read = reader.read(
                    element, elementPath, reading.mark(listPlace, Integer.toString(index), element, element));
            if (read != null) {
                values.add(read);
            }
            index++;
        }
        return values;
    }
}
