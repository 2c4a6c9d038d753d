package io.gatehouse.tests.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;

/** {@code etc/kubernetes} of the project. */
final class Manifests {
    private Manifests() {}

    /** A file or directory of it. */
    static String of(String name) {
        Path start = Path.of("").toAbsolutePath();
        for (Path at = start; at != null; at = at.getParent()) {
            Path found = at.resolve("etc/kubernetes").resolve(name);
            if (Files.exists(found)) {
                return found.toString();
            }
        }
        throw new IllegalStateException("no etc/kubernetes/" + name + " above " + start);
    }
}
