package io.gatehouse.jetty.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code --config}: where the resources are. */
final class ConfigPlaces {
    /** Names directories and files, separated like a class path; what {@code --config} would say. */
    static final String VARIABLE = "GATEHOUSE_CONFIG";
    /** Where the script lies, with the sample beside it. */
    private static final String HOME = "GATEHOUSE_HOME";

    @Option(
            names = "--config",
            paramLabel = "DIR|FILE",
            scope = ScopeType.INHERIT,
            description = {
                "Directory of *.yaml, *.yml and *.json files, or one such file; repeatable.",
                "Default: $GATEHOUSE_CONFIG, else the sample configuration."
            })
    private List<Path> given = new ArrayList<>();

    /** Whether the user named places, by option or by variable. */
    boolean named() {
        return !given.isEmpty() || !fromVariable().isEmpty();
    }

    /** The places; each is there. */
    List<Path> places() {
        List<Path> places = all();
        for (Path place : places) {
            if (!Files.exists(place)) {
                throw new CommandFailure(place + ": no such file or directory");
            }
        }
        return places;
    }

    /** The directory that verbs write to: the first of the places. */
    Path directory() {
        Path first = all().get(0);
        if (!Files.isDirectory(first)) {
            throw new CommandFailure(first + " is not a directory");
        }
        return first;
    }

    private List<Path> all() {
        if (!given.isEmpty()) {
            return given;
        }
        List<Path> variable = fromVariable();
        return variable.isEmpty() ? List.of(sample()) : variable;
    }

    private static List<Path> fromVariable() {
        String variable = System.getenv(VARIABLE);
        if (variable == null || variable.isBlank()) {
            return List.of();
        }
        return List.of(variable.split(java.io.File.pathSeparator)).stream()
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .toList();
    }

    private static Path sample() {
        String home = System.getenv(HOME);
        return home == null ? Path.of("config") : Path.of(home, "config");
    }
}
