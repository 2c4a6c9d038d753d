package io.gatehouse.tests.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Programs that {@code .ci/run} builds into the user's cache. */
final class Tools {
    private Tools() {}

    /** One of the cache. */
    static Optional<Path> built(String name) {
        String home = System.getenv("XDG_CACHE_HOME");
        Path cache = home == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(home);
        return Optional.of(cache.resolve("gatehouse").resolve(name)).filter(Files::isExecutable);
    }

    /** One of the cache, else the user's own; the test is skipped where there is neither. */
    static String of(String name) {
        Optional<Path> built = built(name);
        if (built.isEmpty()) {
            Assumptions.assumeTrue(onPath(name), () -> "no " + name + ": see .ci/run");
        }
        return built.map(Path::toString).orElse(name);
    }

    static boolean onPath(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
