package io.gatehouse.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An access log in a file, appended to. A file that was moved or removed (as {@code logrotate} does) is opened anew
 * within a second, so no signal is needed; so is one that failed.
 */
public final class AccessLogFile implements AccessLogOutput {
    private static final long CHECK_EVERY = 1_000_000_000L;

    private final Path path;
    private final long checkEvery;
    private @Nullable FileChannel channel;
    private @Nullable Object identity;
    private long checked;

    /** A log in {@code path}, whose directory exists; the file is made when it is first written to. */
    public AccessLogFile(Path path) {
        this(path, CHECK_EVERY);
    }

    AccessLogFile(Path path, long checkEveryNanos) {
        this.path = path;
        this.checkEvery = checkEveryNanos;
    }

    @Override
    public void write(byte[] lines) throws IOException {
        FileChannel open = current();
        ByteBuffer buffer = ByteBuffer.wrap(lines);
        try {
            while (buffer.hasRemaining()) {
                open.write(buffer);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private FileChannel current() throws IOException {
        long now = System.nanoTime();
        FileChannel open = channel;
        if (open != null && now - checked >= checkEvery) {
            checked = now;
            if (!Objects.equals(identity, identity())) {
                close();
                open = null;
            }
        }
        if (open == null) {
            open = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
            channel = open;
            identity = identity();
            checked = now;
        }
        return open;
    }

    private @Nullable Object identity() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // What was written is written; there is nobody left to tell
                identity = null;
            }
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
