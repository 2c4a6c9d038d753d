package io.gatehouse.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.resource.Diagnostic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.toolchain.test.MavenPaths;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every {@code NAME.in.yaml} has the findings of {@code NAME.out.txt}. With {@code -Dgolden.update=true} the second is
 * written instead of compared.
 */
class GoldenTest {
    private static final Path FOLDER = MavenPaths.findTestResourceDir("golden/validate");

    @TestFactory
    Stream<DynamicTest> findingsAreThoseWrittenDown() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".in.yaml")).sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
        }
    }

    private static void check(Path in) {
        String name = in.getFileName().toString();
        Path out = FOLDER.resolve(name.replace(".in.yaml", ".out.txt"));
        try {
            String findings = Verdicts.of(name, Files.readString(in)).stream()
                    .map(Diagnostic::toString)
                    .collect(Collectors.joining("\n", "", "\n"));
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(out, findings);
            }
            assertEquals(Files.readString(out), findings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
