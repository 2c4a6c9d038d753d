package io.gatehouse.resource;

import org.jspecify.annotations.Nullable;

/**
 * One finding, made for a person with the file open.
 *
 * @param code stable, never reused, such as {@code GH0103}; the catalogue is {@code docs/diagnostics.md}
 * @param resource whose finding it is; null when the document doesn't say who it is
 * @param field the path of the field, empty for the whole document
 * @param problem what is wrong, offending values quoted
 * @param mend what to do about it, or null when the problem says it
 */
public record Diagnostic(
        String code,
        Level level,
        Position position,
        @Nullable ResourceKey resource,
        String field,
        String problem,
        @Nullable String mend) {

    /** How bad a finding is. */
    public enum Level {
        /** The resource is refused. */
        ERROR,
        /** The resource is accepted, and probably not what its writer means. */
        WARNING;

        @Override
        public String toString() {
            return this == ERROR ? "error" : "warning";
        }
    }

    /** True when the resource is refused. */
    public boolean isError() {
        return level == Level.ERROR;
    }

    /** {@code config/shop.yaml:14:11 error GH0103 VirtualService shop/web spec.hosts[0]: problem (mend)}. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder().append(position).append(' ').append(level);
        line.append(' ').append(code);
        if (resource != null) {
            line.append(' ').append(resource);
        }
        if (!field.isEmpty()) {
            line.append(' ').append(field);
        }
        line.append(": ").append(problem);
        if (mend != null) {
            line.append(" (").append(mend).append(')');
        }
        return line.toString();
    }

    /** {@code error GH0103 spec.hosts[0]: problem (mend)}: for where its object is known and stands in no file. */
    public String sentence() {
        return level + " " + code + " " + (field.isEmpty() ? "" : field + ": ") + problem
                + (mend == null ? "" : " (" + mend + ")");
    }
}
