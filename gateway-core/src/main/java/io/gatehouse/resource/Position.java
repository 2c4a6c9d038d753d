package io.gatehouse.resource;

/**
 * Where something stands in the user's configuration.
 *
 * @param source a file's path as the user knows it, or a cluster's name
 * @param line 1-based; 0 when unknown
 * @param column 1-based; 0 when unknown
 */
public record Position(String source, int line, int column) {
    /** For what stands in no file. */
    public static final Position NONE = new Position("", 0, 0);

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
