package io.gatehouse.jetty.launcher.store;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceKey;
import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.decode.Decoded;
import io.gatehouse.resource.decode.ResourceDecoder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Changes to a directory that are made all together or, when one can't be or one is invalid, not at all. Holds a lock
 * on the directory, so that two commands see each other's work whole; the gateway doesn't look at the lock.
 */
public final class Change implements AutoCloseable {
    private static final String LOCK = ".gatehouse.lock";

    private final FileChannel channel;
    private final FileLock lock;
    private final ConfigDirectory directory;
    private final Set<Path> touched = new LinkedHashSet<>();
    private final Set<ResourceKey> put = new LinkedHashSet<>();

    private Change(FileChannel channel, FileLock lock, ConfigDirectory directory) {
        this.channel = channel;
        this.lock = lock;
        this.directory = directory;
    }

    /** Begins a change of a directory; waits while another one goes on. */
    public static Change of(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            return new Change(channel, channel.lock(), ConfigDirectory.read(directory));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The directory as it will be. */
    public ConfigDirectory directory() {
        return directory;
    }

    /**
     * Adds an object in a file of its own.
     *
     * @throws StoreException when it is there already
     */
    public void create(ResourceKey key, String text) {
        directory.find(key).ifPresent(place -> {
            throw new StoreException(key + " exists already, in " + place.file());
        });
        Path file = directory.newFile(key);
        directory.put(file, List.of(Document.of("", text.endsWith("\n") ? text : text + "\n")));
        touched.add(file);
        put.add(key);
    }

    /**
     * Puts an object in the place of the one of its name.
     *
     * @throws StoreException when there is none
     */
    public void replace(ResourceKey key, String text) {
        ConfigDirectory.Place place = own(key);
        List<Document> documents = new ArrayList<>(directory.documents(place.file()));
        documents.set(place.index(), place.document().withBody(text));
        directory.put(place.file(), documents);
        touched.add(place.file());
        put.add(key);
    }

    /**
     * Removes an object, and its file when nothing else is in it.
     *
     * @throws StoreException when it is not there
     */
    public void delete(ResourceKey key) {
        ConfigDirectory.Place place = own(key);
        List<Document> documents = new ArrayList<>(directory.documents(place.file()));
        documents.remove(place.index());
        directory.put(place.file(), documents);
        touched.add(place.file());
    }

    private ConfigDirectory.Place own(ResourceKey key) {
        ConfigDirectory.Place place = directory
                .find(key)
                .orElseThrow(() -> new StoreException(key + " not found in " + directory.directory()));
        if (place.document().keys().size() > 1) {
            throw new StoreException(key + " is one item of a List in " + place.file() + ": edit that file");
        }
        return place;
    }

    /**
     * What speaks against the change: errors of the objects that were put, among all the others.
     *
     * @param validator findings about a set of resources
     */
    public List<Diagnostic> errors(Function<ResourceSet, List<Diagnostic>> validator) {
        List<Resource> resources = new ArrayList<>();
        List<Diagnostic> findings = new ArrayList<>();
        for (Map.Entry<Path, String> file : directory.texts().entrySet()) {
            Decoded decoded = new ResourceDecoder().decode(file.getKey().toString(), file.getValue());
            resources.addAll(decoded.resources());
            findings.addAll(decoded.diagnostics());
        }
        findings.addAll(validator.apply(ResourceSet.of(resources)));
        return findings.stream()
                .filter(finding -> finding.isError() && finding.resource() != null && put.contains(finding.resource()))
                .toList();
    }

    /** Writes the change: each file as a whole, by a rename. */
    public void write() throws IOException {
        for (Path file : touched) {
            boolean empty = directory.documents(file).stream()
                    .allMatch(document -> document.keys().isEmpty());
            if (empty) {
                java.nio.file.Files.deleteIfExists(file);
            } else {
                boolean secret = directory.documents(file).stream()
                        .flatMap(document -> document.keys().stream())
                        .anyMatch(key -> key.kind().equals("Secret"));
                WholeFile.write(file, directory.text(file), secret);
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
        channel.close();
    }
}
