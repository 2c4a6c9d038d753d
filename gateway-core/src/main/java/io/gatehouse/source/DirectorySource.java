package io.gatehouse.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Resources from YAML and JSON files: all that lie directly in some directories, and single files. Changes are live
 * within a second: edits, renames over a file, deletions, and the swap of a ConfigMap's {@code ..data}, which gives one
 * reading. A file counts once it holds still ({@link WatchedFile}); a directory that is gone keeps what it said.
 */
public final class DirectorySource implements ConfigSource {
    /** How often to look when no event comes. */
    private static final Duration POLL = Duration.ofMillis(500);
    /** How often to look while something moves. */
    private static final Duration MOVING = Duration.ofMillis(50);
    /** How long files that hold still wait for those that don't, so that changes made together are read together. */
    private static final Duration TOGETHER = Duration.ofMillis(600);

    private final List<Path> places;
    private final Map<Path, WatchedFile> files = new TreeMap<>();
    private final DirectoryWatch watch = new DirectoryWatch();
    private Map<Path, String> failed = new LinkedHashMap<>();
    private @Nullable Thread thread;
    private volatile boolean closed;

    private boolean unpublished = true;
    private long movingSince;

    /**
     * A source of these places.
     *
     * @param places directories and files; named in findings as given here
     */
    public DirectorySource(List<Path> places) {
        this.places = List.copyOf(places);
    }

    /** What these places say at this moment, whether their files hold still or not. */
    public static ConfigReading readOnce(List<Path> places) {
        FileScan scan = FileScan.of(places);
        Readings readings = new Readings();
        scan.failed().forEach((place, problem) -> readings.unreadable(place.toString(), problem));
        scan.files().forEach((path, stamp) -> {
            WatchedFile file = new WatchedFile(path);
            file.look(stamp, System.nanoTime(), Duration.ofHours(1));
            file.addTo(readings);
        });
        return readings.reading();
    }

    @Override
    public void start(Listener listener) {
        watch.watch(FileScan.directories(places));
        boolean moving = look(true);
        publishUnless(moving, listener);
        Thread reader = new Thread(() -> run(listener), "gatehouse-config-files");
        reader.setDaemon(true);
        thread = reader;
        reader.start();
    }

    private void run(Listener listener) {
        try {
            boolean moving = movingSince != 0;
            Duration pause = POLL;
            while (!closed) {
                watch.await(moving ? MOVING : pause);
                long start = System.nanoTime();
                moving = look(false);
                publishUnless(moving, listener);
                // A directory of very many files is looked at less often, not all the time.
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                pause = took.multipliedBy(20).compareTo(POLL) > 0 ? took.multipliedBy(20) : POLL;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks at all files once. Says whether some still move. */
    private boolean look(boolean first) {
        long now = System.nanoTime();
        FileScan scan = FileScan.of(places);
        if (!scan.failed().equals(failed)) {
            failed = scan.failed();
            unpublished = true;
            watch.watch(FileScan.directories(places));
        }
        scan.files().keySet().forEach(path -> files.computeIfAbsent(path, WatchedFile::new));
        boolean moving = false;
        for (Map.Entry<Path, WatchedFile> entry : files.entrySet()) {
            FileStamp stamp = scan.files().get(entry.getKey());
            if (stamp == null && scan.unknown(entry.getKey())) {
                continue;
            }
            WatchedFile.Look look = entry.getValue().look(stamp, now, first ? age(stamp) : Duration.ZERO);
            moving |= look == WatchedFile.Look.MOVING;
            unpublished |= look == WatchedFile.Look.ACCEPTED;
        }
        files.values().removeIf(WatchedFile::isGone);
        return moving;
    }

    /** At start a file has held still since it was last written. */
    private static Duration age(@Nullable FileStamp stamp) {
        long millis = stamp == null
                ? 0
                : System.currentTimeMillis() - stamp.modified().toMillis();
        return Duration.ofMillis(
                Math.max(0, Math.min(millis, Duration.ofHours(1).toMillis())));
    }

    private void publishUnless(boolean moving, Listener listener) {
        long now = System.nanoTime();
        if (moving && movingSince == 0) {
            movingSince = now;
        }
        boolean waits = moving && now - movingSince < TOGETHER.toNanos();
        if (!moving || !waits) {
            movingSince = 0;
        }
        if (unpublished && !waits && !closed) {
            unpublished = false;
            listener.read(reading());
        }
    }

    private ConfigReading reading() {
        Readings readings = new Readings();
        failed.forEach((place, problem) -> {
            if (!files.containsKey(place)) {
                readings.missing(place.toString(), problem);
            }
        });
        for (Map.Entry<Path, WatchedFile> file : files.entrySet()) {
            String problem = failed.get(file.getKey());
            if (problem != null) {
                readings.unreadable(file.getValue().name(), problem);
            } else {
                file.getValue().addTo(readings);
            }
        }
        return readings.reading();
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
        Thread reader = thread;
        if (reader != null && !Objects.equals(reader, Thread.currentThread())) {
            reader.interrupt();
            try {
                reader.join(Duration.ofSeconds(5).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
