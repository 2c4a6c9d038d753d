package io.gatehouse.resource;

/** How a string is compared; case-sensitive. */
public sealed interface StringMatch {
    /** The whole string equals the value. */
    record Exact(String value) implements StringMatch {}

    /** The string starts with the value, byte for byte: {@code /foo} matches {@code /foobar}. */
    record Prefix(String value) implements StringMatch {}

    /** RE2 matches the whole string. */
    record Regex(String value) implements StringMatch {
        /** In withoutHeaders {@code *}, which is no expression, stands for presence. */
        @Override
        public boolean isPresence() {
            return value.equals("*");
        }
    }

    /** Written {@code {}}: it need only be there. */
    record Presence() implements StringMatch {
        @Override
        public boolean isPresence() {
            return true;
        }
    }

    /** True when any value does. */
    default boolean isPresence() {
        return false;
    }
}
