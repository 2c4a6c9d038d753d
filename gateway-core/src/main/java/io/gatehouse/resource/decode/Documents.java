package io.gatehouse.resource.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text at its document markers before it is parsed, so that one document's syntax error leaves the others
 * readable. A line starting with {@code ---} is a marker wherever it stands: YAML forbids it inside any scalar.
 */
final class Documents {
    private static final Pattern MARKER = Pattern.compile("^---(?=[ \\t\\r\\n]|$)", Pattern.MULTILINE);
    private static final Pattern NOTHING =
            Pattern.compile("(?:[ \\t]*(?:#[^\\n]*)?\\r?\\n|%[^\\n]*\\n)*[ \\t]*(?:#.*)?");

    private Documents() {}

    /**
     * A part of the text.
     *
     * @param firstLine its place in the file, from 1
     */
    record Chunk(String text, int firstLine) {}

    static List<Chunk> split(String text) {
        String all = text.startsWith("\uFEFF") ? text.substring(1) : text;
        List<Chunk> chunks = new ArrayList<>();
        int start = 0;
        int line = 1;
        Matcher marker = MARKER.matcher(all);
        while (true) {
            boolean more = marker.find();
            int end = more ? marker.start() : all.length();
            String part = all.substring(start, end);
            if (!NOTHING.matcher(part).matches()) {
                chunks.add(new Chunk(part, line));
            }
            if (!more) {
                return chunks;
            }
            line += (int) part.chars().filter(c -> c == '\n').count();
            start = end;
        }
    }
}
