package io.gatehouse.jetty.launcher.store;

import io.gatehouse.resource.ResourceKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The objects in a directory's files, to be looked up and changed in memory; {@link Change} writes. */
public final class ConfigDirectory {
    private final Path directory;
    private final Map<Path, List<Document>> files;

    private ConfigDirectory(Path directory, Map<Path, List<Document>> files) {
        this.directory = directory;
        this.files = files;
    }

    /** Where an object is. */
    public record Place(Path file, int index, Document document) {}

    /** Reads the files that the gateway reads too. */
    public static ConfigDirectory read(Path directory) throws IOException {
        Map<Path, List<Document>> files = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, ConfigDirectory::isConfig)) {
            for (Path file : entries) {
                files.put(file, Document.split(Files.readString(file, StandardCharsets.UTF_8)));
            }
        }
        return new ConfigDirectory(directory, files);
    }

    private static boolean isConfig(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && !name.startsWith(".") && name.matches(".*\\.(yaml|yml|json)");
    }

    /** Where an object is, if it is there. */
    public Optional<Place> find(ResourceKey key) {
        return places().stream()
                .filter(place -> place.document().keys().contains(key))
                .findFirst();
    }

    /** All documents with an object in them. */
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        files.forEach((file, documents) -> {
            for (int i = 0; i < documents.size(); i++) {
                if (!documents.get(i).keys().isEmpty()) {
                    places.add(new Place(file, i, documents.get(i)));
                }
            }
        });
        return places;
    }

    /** The file of an object that is not there yet: named after it, so that each has its own. */
    Path newFile(ResourceKey key) {
        String name = key.kind().toLowerCase(Locale.ROOT) + "-" + key.namespace() + "-" + key.name();
        Path file = directory.resolve(name + ".yaml");
        for (int i = 2; files.containsKey(file) || Files.exists(file); i++) {
            file = directory.resolve(name + "-" + i + ".yaml");
        }
        return file;
    }

    List<Document> documents(Path file) {
        return files.getOrDefault(file, List.of());
    }

    void put(Path file, List<Document> documents) {
        files.put(file, documents);
    }

    /** The text of a file as it now is in memory. */
    String text(Path file) {
        StringBuilder text = new StringBuilder();
        documents(file).forEach(document -> text.append(document.text()));
        return text.toString();
    }

    /** All texts by file, as they now are in memory. */
    Map<Path, String> texts() {
        Map<Path, String> texts = new TreeMap<>();
        files.keySet().forEach(file -> texts.put(file, text(file)));
        return texts;
    }

    Path directory() {
        return directory;
    }
}
