package io.gatehouse.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * Tells one content of a file from another without reading it. Symbolic links are followed, so that swapping the
 * directory behind a ConfigMap's {@code ..data} changes the stamps of all its files.
 *
 * @param changed the inode's change time where the file system has one: it tells apart copies that keep times
 */
record FileStamp(
        @Nullable Object fileKey,
        long size,
        FileTime modified,
        @Nullable Object changed) {
    /** The stamp of a regular file; null when there is none at this path. */
    static @Nullable FileStamp of(Path file) throws IOException {
        BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
        if (!basic.isRegularFile()) {
            return null;
        }
        boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        Object changed = unix ? Files.getAttribute(file, "unix:ctime") : null;
        return new FileStamp(basic.fileKey(), basic.size(), basic.lastModifiedTime(), changed);
    }
}
