package io.gatehouse.resource.decode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Tells the type of a scalar as Kubernetes does: YAML 1.1, but without base-60 numbers and dates. */
final class Scalars {
    /** Kubernetes' parser takes these unquoted letters for true and false, SnakeYAML doesn't. */
    private static final Pattern SHORT_BOOLEAN = Pattern.compile("[yYnN]");

    /** So too a number with an exponent but no sign of it, as JSON has it. */
    private static final Pattern GO_NUMBER =
            Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");

    private Scalars() {}

    /** What JSON would call it. */
    enum Type {
        STRING("a string"),
        INTEGER("a whole number"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        NULL("null");

        final String text;

        Type(String text) {
            this.text = text;
        }
    }

    static Type typeOf(ScalarNode node) {
        Tag tag = node.getTag();
        if (tag.equals(Tag.STR) && node.isPlain()) {
            if (SHORT_BOOLEAN.matcher(node.getValue()).matches()) {
                return Type.BOOLEAN;
            }
            return GO_NUMBER.matcher(node.getValue()).matches() ? Type.NUMBER : Type.STRING;
        }
        boolean base60 = node.getValue().indexOf(':') >= 0;
        if (tag.equals(Tag.INT) && !base60) {
            return Type.INTEGER;
        }
        if (tag.equals(Tag.FLOAT) && !base60) {
            return Type.NUMBER;
        }
        if (tag.equals(Tag.BOOL)) {
            return Type.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? Type.NULL : Type.STRING;
    }

    static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && typeOf(scalar) == Type.NULL;
    }

    static String describe(Node node) {
        if (node instanceof ScalarNode scalar) {
            return typeOf(scalar).text;
        }
        return node instanceof MappingNode ? "an object" : "a list";
    }

    /** A whole number, also when written with a zero fraction; null when it is none. */
    static @Nullable BigInteger integer(ScalarNode node) {
        String digits = node.getValue().replace("_", "");
        try {
            if (typeOf(node) == Type.NUMBER) {
                return new BigDecimal(digits).toBigIntegerExact();
            }
            if (typeOf(node) != Type.INTEGER) {
                return null;
            }
            boolean negative = digits.startsWith("-");
            String magnitude = digits.startsWith("-") || digits.startsWith("+") ? digits.substring(1) : digits;
            BigInteger value = magnitude(magnitude);
            return negative ? value.negate() : value;
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    private static BigInteger magnitude(String digits) {
        if (digits.startsWith("0x")) {
            return new BigInteger(digits.substring(2), 16);
        }
        if (digits.startsWith("0b")) {
            return new BigInteger(digits.substring(2), 2);
        }
        return digits.length() > 1 && digits.startsWith("0") ? new BigInteger(digits, 8) : new BigInteger(digits);
    }

    /** A finite number; null when it is none. */
    static @Nullable Double number(ScalarNode node) {
        if (typeOf(node) == Type.INTEGER) {
            BigInteger integer = integer(node);
            return integer == null ? null : Double.valueOf(integer.doubleValue());
        }
        if (typeOf(node) != Type.NUMBER) {
            return null;
        }
        try {
            double value = Double.parseDouble(node.getValue().replace("_", ""));
            return Double.isFinite(value) ? value : null;
        } catch (NumberFormatException e) {
            return null; // .inf and .nan
        }
    }

    static boolean bool(ScalarNode node) {
        String value = node.getValue().toLowerCase(Locale.ROOT);
        return value.equals("true") || value.equals("yes") || value.equals("on") || value.equals("y");
    }
}
