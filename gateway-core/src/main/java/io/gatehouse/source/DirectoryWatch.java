package io.gatehouse.source;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes a reader early when something in a directory changes. Only that: what changed is found by looking, since
 * events get lost (network file systems, overflow, a directory that is replaced).
 */
final class DirectoryWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);

    private final @Nullable WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();

    DirectoryWatch() {
        service = open();
    }

    private static @Nullable WatchService open() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.atWarn().setCause(e).log("no file watch; changes are found by polling");
            return null;
        }
    }

    /** Watches these directories from now on, those that are there; call again when one may have come back. */
    void watch(Collection<Path> directories) {
        if (service == null) {
            return;
        }
        keys.values().removeIf(key -> !key.isValid());
        for (Path directory : directories) {
            try {
                if (!keys.containsKey(directory)) {
                    keys.put(
                            directory,
                            directory.register(
                                    service,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_MODIFY,
                                    StandardWatchEventKinds.ENTRY_DELETE));
                }
            } catch (IOException e) {
                LOG.atDebug().addKeyValue("directory", directory).log("not watched; polled");
            }
        }
    }

    /** Waits for an event, but no longer than this. */
    void await(Duration longest) throws InterruptedException {
        if (service == null) {
            TimeUnit.NANOSECONDS.sleep(longest.toNanos());
            return;
        }
        try {
            WatchKey key = service.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
            while (key != null) {
                key.pollEvents();
                key.reset();
                key = service.poll();
            }
        } catch (ClosedWatchServiceException e) {
            throw new InterruptedException("closed");
        }
    }

    @Override
    public void close() {
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("closing the file watch failed");
        }
    }
}
