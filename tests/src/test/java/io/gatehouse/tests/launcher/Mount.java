package io.gatehouse.tests.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Changes mounted files as those do who mount them. */
final class Mount {
    private Mount() {}

    /** An edit by an editor or a deployment tool: a new file takes the old one's place. */
    static void rename(Path file, String text) throws IOException {
        Path next = Files.writeString(file.resolveSibling("." + file.getFileName() + ".next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What the kubelet does: {@code FILE -> ..data/FILE}, {@code ..data -> ..VERSION}, and one rename of the link. */
    static void swap(Path directory, String... namesAndTexts) throws IOException {
        Files.createDirectories(directory);
        Path version = Files.createTempDirectory(directory, "..version-");
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            Files.writeString(version.resolve(namesAndTexts[i]), namesAndTexts[i + 1]);
        }
        Path next = Files.createSymbolicLink(directory.resolve("..data_tmp"), version.getFileName());
        Files.move(next, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            Path link = directory.resolve(namesAndTexts[i]);
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of("..data", namesAndTexts[i]));
            }
        }
    }
}
