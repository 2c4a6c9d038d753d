package io.gatehouse.tests.conformance.data;

import io.gatehouse.tests.conformance.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The recorded cases on disk, one JSON object a line, one file a group. */
public final class Recordings {
    private final Path folder;

    public Recordings(Path folder) {
        this.folder = folder;
    }

    public List<String> groups() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".jsonl"))
                    .map(f -> f.substring(0, f.length() - ".jsonl".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cases of the groups wanted, with the recorder's ports replaced by ours. */
    public List<RecordedCase> cases(Predicate<String> groups, Ports ports) {
        List<RecordedCase> cases = new ArrayList<>();
        for (String group : groups()) {
            if (groups.test(group)) {
                lines(group).forEach(line -> cases.add(RecordedCase.of(Json.parseObject(ports.translate(line)))));
            }
        }
        return List.copyOf(cases);
    }

    /** The lines of a group as they are. */
    public List<String> lines(String group) {
        try {
            return Files.readAllLines(folder.resolve(group + ".jsonl")).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
