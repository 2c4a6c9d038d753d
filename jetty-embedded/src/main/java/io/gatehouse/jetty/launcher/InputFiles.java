package io.gatehouse.jetty.launcher;

import io.gatehouse.jetty.launcher.store.Document;
import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.ResourceKey;
import io.gatehouse.resource.decode.ResourceDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code -f}: the objects that a verb is about. */
final class InputFiles {
    private static final String STANDARD_INPUT = "-";

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|-",
            description = "File with the objects, - for standard input; repeatable.")
    private List<String> names = new ArrayList<>();

    /**
     * The objects, each with its text, in order. Findings that refuse one are left in {@code errors}.
     *
     * @param errors takes the findings
     */
    Map<ResourceKey, String> objects(List<Diagnostic> errors) throws IOException {
        if (names.isEmpty()) {
            throw new CommandFailure("which objects? Say -f FILE, or -f - for standard input");
        }
        Map<ResourceKey, String> objects = new LinkedHashMap<>();
        for (String name : names) {
            String file = name.equals(STANDARD_INPUT) ? "standard input" : name;
            String text = read(name);
            new ResourceDecoder()
                    .decode(file, text).diagnostics().stream()
                            .filter(Diagnostic::isError)
                            .forEach(errors::add);
            for (Document document : Document.split(text)) {
                add(objects, file, document);
            }
        }
        if (objects.isEmpty() && errors.isEmpty()) {
            throw new CommandFailure("no object in " + String.join(", ", names));
        }
        return objects;
    }

    private static void add(Map<ResourceKey, String> objects, String file, Document document) {
        if (document.keys().size() > 1) {
            throw new CommandFailure(file + ": a List; write its items as documents of their own");
        }
        for (ResourceKey key : document.keys()) {
            if (objects.put(key, document.body()) != null) {
                throw new CommandFailure(file + ": " + key + " is there twice");
            }
        }
    }

    private static String read(String name) throws IOException {
        byte[] bytes = name.equals(STANDARD_INPUT) ? System.in.readAllBytes() : Files.readAllBytes(Path.of(name));
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
