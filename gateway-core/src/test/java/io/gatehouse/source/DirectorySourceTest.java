package io.gatehouse.source;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySourceTest {
    private final BlockingQueue<ConfigReading> readings = new LinkedBlockingQueue<>();
    private DirectorySource source;

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
    }

    @Test
    void readsAllFilesAtStart() throws Exception {
        write("b.yml", secret("two"));
        write("a.yaml", secret("one") + "---\n" + secret("three"));
        write(".hidden.yaml", secret("hidden"));
        write("note.txt", "not config");
        assertEquals(List.of("one", "three", "two"), names(start()));
    }

    @Test
    void anEditIsLiveWithinASecond() throws Exception {
        write("a.yaml", secret("one"));
        start();
        long edited = System.nanoTime();
        write("a.yaml", secret("one") + "---\n" + secret("two"));
        assertEquals(List.of("one", "two"), names(next()));
        assertTrue(Duration.ofNanos(System.nanoTime() - edited).toMillis() < 1000, "slower than a second");
    }

    @Test
    void aRenameOverAFileIsReadOnce() throws Exception {
        write("a.yaml", secret("one"));
        start();
        Path fresh = Files.writeString(directory.resolve("a.yaml.tmp"), secret("two"));
        Files.move(fresh, directory.resolve("a.yaml"), StandardCopyOption.ATOMIC_MOVE);
        assertEquals(List.of("two"), names(next()));
        assertNull(readings.poll(700, java.util.concurrent.TimeUnit.MILLISECONDS));
    }

    @Test
    void aDeletedFileIsGone() throws Exception {
        write("a.yaml", secret("one"));
        write("b.yaml", secret("two"));
        start();
        Files.delete(directory.resolve("a.yaml"));
        assertEquals(List.of("two"), names(next()));
    }

    @Test
    void aConfigMapSwapGivesOneReading() throws Exception {
        configMap("..1", secret("one"), secret("two"));
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(directory.resolve("a.yaml"), Path.of("..data/a.yaml"));
        Files.createSymbolicLink(directory.resolve("b.yaml"), Path.of("..data/b.yaml"));
        assertEquals(List.of("one", "two"), names(start()));
        configMap("..2", secret("three"), secret("four"));
        Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..2"));
        Files.move(directory.resolve("..data_tmp"), directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        assertEquals(List.of("three", "four"), names(next()));
        assertNull(readings.poll(700, java.util.concurrent.TimeUnit.MILLISECONDS));
    }

    @Test
    void aFileWrittenSlowlyCountsOnlyWhenWhole() throws Exception {
        write("a.yaml", secret("one"));
        start();
        byte[] whole =
                (secret("one") + "---\n" + secret("two") + "---\n" + secret("three")).getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel =
                FileChannel.open(directory.resolve("b.yaml"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < whole.length; i += 4) {
                channel.write(java.nio.ByteBuffer.wrap(whole, i, Math.min(4, whole.length - i)));
                java.util.concurrent.locks.LockSupport.parkNanos(
                        Duration.ofMillis(15).toNanos());
            }
        }
        assertEquals(List.of("one", "one", "two", "three"), names(next()));
    }

    @Test
    void aCopyThatKeepsSizeAndTimeIsNoticed() throws Exception {
        write("a.yaml", secret("one"));
        start();
        FileTime time = Files.getLastModifiedTime(directory.resolve("a.yaml"));
        write("a.yaml", secret("two"));
        Files.setLastModifiedTime(directory.resolve("a.yaml"), time);
        assertEquals(List.of("two"), names(next()));
    }

    @Test
    void anObjectThatDoesNotDecodeIsNamedAndTheOthersAreRead() throws Exception {
        write("a.yaml", secret("one") + "---\nkind: Secret\napiVersion: v1\nmetadata: {name: bad}\ndata: [1]\n");
        ConfigReading reading = start();
        assertEquals(List.of("one"), names(reading));
        assertEquals(java.util.Set.of(new ResourceKey("Secret", "default", "bad")), reading.refused());
        assertTrue(reading.unclear().isEmpty());
    }

    @Test
    void aFileWithoutAnyNameInItIsUnclear() throws Exception {
        write("a.yaml", "{{{\n");
        ConfigReading reading = start();
        assertEquals(java.util.Set.of(directory.resolve("a.yaml").toString()), reading.unclear());
        assertTrue(reading.diagnostics().get(0).isError());
    }

    @Test
    void aDirectoryThatIsGoneKeepsWhatItSaid() throws Exception {
        write("a.yaml", secret("one"));
        start();
        Path away = directory.resolveSibling(directory.getFileName() + "-away");
        Files.move(directory, away);
        ConfigReading reading = next();
        assertEquals(List.of("one"), names(reading));
        assertEquals(SourceCodes.UNREADABLE, reading.diagnostics().get(0).code());
        Files.move(away, directory);
        assertTrue(next().diagnostics().isEmpty());
        write("a.yaml", secret("two"));
        assertEquals(List.of("two"), names(next()));
    }

    @Test
    void aPlaceThatIsNotThereIsReportedAndReadWhenItComes() throws Exception {
        Path later = directory.resolve("later.yaml");
        source = new DirectorySource(List.of(later));
        source.start(readings::add);
        assertEquals(SourceCodes.UNREADABLE, next().diagnostics().get(0).code());
        Files.writeString(later, secret("one"));
        ConfigReading reading = next();
        while (names(reading).isEmpty()) {
            reading = next();
        }
        assertEquals(List.of("one"), names(reading));
        assertTrue(reading.diagnostics().isEmpty());
    }

    @Test
    void afterCloseNothingIsRead() throws Exception {
        write("a.yaml", secret("one"));
        start();
        source.close();
        write("a.yaml", secret("two"));
        assertNull(readings.poll(700, java.util.concurrent.TimeUnit.MILLISECONDS));
    }

    private ConfigReading start() throws InterruptedException {
        source = new DirectorySource(List.of(directory));
        source.start(readings::add);
        return next();
    }

    private ConfigReading next() throws InterruptedException {
        ConfigReading reading = readings.poll(10, SECONDS);
        assertNotNull(reading, "no reading came");
        return reading;
    }

    private static List<String> names(ConfigReading reading) {
        return reading.resources().all().stream()
                .map(Resource::metadata)
                .map(metadata -> metadata.name())
                .collect(Collectors.toList());
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    private void configMap(String version, String a, String b) throws IOException {
        Path data = Files.createDirectory(directory.resolve(version));
        Files.writeString(data.resolve("a.yaml"), a);
        Files.writeString(data.resolve("b.yaml"), b);
    }

    private static String secret(String name) {
        return "apiVersion: v1\nkind: Secret\nmetadata:\n  name: " + name + "\n";
    }
}
