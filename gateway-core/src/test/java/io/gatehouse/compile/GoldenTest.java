package io.gatehouse.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.resource.ResourceSet;
import io.gatehouse.resource.decode.Decoded;
import io.gatehouse.resource.decode.ResourceDecoder;
import io.gatehouse.route.SnapshotPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.toolchain.test.MavenPaths;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A case is two files and no code: {@code NAME.in.yaml} and the snapshot that it compiles to, {@code NAME.out.txt}.
 * Run with {@code GOLDEN_UPDATE=1} in the environment to write the second anew, and read the difference.
 */
class GoldenTest {
    private static final boolean UPDATE = System.getenv("GOLDEN_UPDATE") != null;

    @TestFactory
    List<DynamicTest> configurationsCompileAsWritten() throws IOException {
        try (Stream<Path> files = Files.list(MavenPaths.findTestResourceDir("compile"))) {
            List<DynamicTest> tests = files.filter(file -> file.toString().endsWith(".in.yaml"))
                    .sorted()
                    .map(file -> DynamicTest.dynamicTest(name(file), () -> check(file)))
                    .toList();
            assertTrue(tests.size() > 5);
            return tests;
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".in.yaml", "");
    }

    private static void check(Path input) throws IOException {
        Path golden = input.resolveSibling(name(input) + ".out.txt");
        String actual = compile(input);
        if (UPDATE) {
            Files.writeString(golden, actual);
        }
        assertEquals(Files.readString(golden), actual);
    }

    private static String compile(Path input) throws IOException {
        Decoded decoded = new ResourceDecoder().decode(input.getFileName().toString(), Files.readString(input));
        assertEquals(
                List.of(),
                decoded.diagnostics().stream().filter(d -> d.isError()).toList());
        Compiled compiled = new SnapshotCompiler(CompileOptions.DEFAULT).compile(ResourceSet.of(decoded.resources()));
        StringBuilder text = new StringBuilder(SnapshotPrinter.print(compiled.snapshot()));
        compiled.diagnostics().forEach(diagnostic -> text.append(diagnostic).append('\n'));
        return text.toString();
    }
}
