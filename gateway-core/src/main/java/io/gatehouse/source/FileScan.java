package io.gatehouse.source;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One look at the configured places: the files in them, in the order in which they are read.
 *
 * @param files stamps by path: {@code *.yaml}, {@code *.yml} and {@code *.json} directly in a directory, and files
 *     that were named themselves; hidden ones (a leading dot) are left out
 * @param failed places that can't be read, each with a sentence; of the files in them nothing is known
 */
record FileScan(Map<Path, FileStamp> files, Map<Path, String> failed) {
    /** Looks at all places. */
    static FileScan of(List<Path> places) {
        FileScan scan = new FileScan(new TreeMap<>(), new TreeMap<>());
        for (Path place : places) {
            scan.look(place);
        }
        return scan;
    }

    private void look(Path place) {
        if (!Files.isDirectory(place)) {
            add(place, true);
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place, FileScan::isConfig)) {
            for (Path entry : entries) {
                add(entry, false);
            }
        } catch (IOException | DirectoryIteratorException e) {
            failed.put(place, "the directory can't be read: " + e.getMessage());
        }
    }

    private void add(Path file, boolean named) {
        try {
            FileStamp stamp = FileStamp.of(file);
            if (stamp != null) {
                files.put(file, stamp);
            } else if (named) {
                failed.put(file, "neither a file nor a directory");
            }
        } catch (NoSuchFileException e) {
            if (named) {
                failed.put(file, "there is no such file or directory");
            }
        } catch (IOException e) {
            failed.put(file, "the file can't be read: " + e.getMessage());
        }
    }

    static boolean isConfig(Path path) {
        String name = path.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }

    /** Whether nothing is known of this file, since its place can't be read. */
    boolean unknown(Path file) {
        return failed.containsKey(file) || (file.getParent() != null && failed.containsKey(file.getParent()));
    }

    /** The directories to watch: the places themselves, and the parents of named files. */
    static Collection<Path> directories(List<Path> places) {
        return places.stream()
                .map(place -> Files.isDirectory(place)
                        ? place
                        : place.toAbsolutePath().getParent())
                .distinct()
                .toList();
    }
}
