package io.gatehouse.resource.decode;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Position;
import io.gatehouse.resource.ResourceKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the findings of a text; knows where its lines stand in the file and whose document is being read. */
final class Findings {
    private final String file;
    private final int lineOffset;
    private final int columnOffset;
    private final List<Diagnostic> all;
    private @Nullable ResourceKey resource;
    private boolean failed;

    Findings(String file) {
        this(file, 0, 0, new ArrayList<>());
    }

    private Findings(String file, int lineOffset, int columnOffset, List<Diagnostic> all) {
        this.file = file;
        this.lineOffset = lineOffset;
        this.columnOffset = columnOffset;
        this.all = all;
    }

    /** For a text that starts further down in this one; its findings are its own until added. */
    Findings at(int lines, int columns) {
        Findings inner = new Findings(file, lineOffset + lines, columnOffset + columns, new ArrayList<>());
        inner.resource = resource;
        return inner;
    }

    /** For the next document: the same list, nothing failed yet, nobody identified. */
    Findings forDocument() {
        return new Findings(file, lineOffset, columnOffset, all);
    }

    void addAll(Findings inner) {
        all.addAll(inner.all);
        failed |= inner.failed;
    }

    /** From now on findings are about this object. */
    void identify(@Nullable ResourceKey key) {
        resource = key;
    }

    void error(String code, int line, int column, String field, String problem, @Nullable String mend) {
        failed = true;
        add(Diagnostic.Level.ERROR, code, line, column, field, problem, mend);
    }

    void warning(String code, int line, int column, String field, String problem, @Nullable String mend) {
        add(Diagnostic.Level.WARNING, code, line, column, field, problem, mend);
    }

    private void add(
            Diagnostic.Level level,
            String code,
            int line,
            int column,
            String field,
            String problem,
            @Nullable String mend) {
        all.add(new Diagnostic(code, level, position(line, column), resource, field, problem, mend));
    }

    /** The place in the file of a place in the text. */
    Position position(int line, int column) {
        return new Position(file, line + lineOffset, column + columnOffset);
    }

    /** An error was found in this document. */
    boolean failed() {
        return failed;
    }

    /** All findings in the order of their places. */
    List<Diagnostic> all() {
        all.sort(Comparator.comparingInt((Diagnostic d) -> d.position().line())
                .thenComparingInt(d -> d.position().column()));
        return all;
    }
}
