package io.gatehouse.tests.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.httpbin.HttpBin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The release archive, unpacked elsewhere and run. */
@Timeout(180)
class ReleaseIT {
    private static final String HOST = "httpbin.example.com";
    private static final String UNIT_HOME = "/opt/gatehouse";

    @TempDir
    private static Path directory;

    private static Path release;

    @BeforeAll
    static void unpack() throws Exception {
        Program.run(directory, Map.of(), "tar", "xzf", Artifacts.release().toString())
                .successful();
        try (Stream<Path> names = Files.list(directory)) {
            release = names.filter(name -> name.getFileName().toString().startsWith("gatehouse-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void unpackedReleaseServes() throws Exception {
        Visitor visitor = new Visitor();
        int port = StockJetty.freePort();
        Path config = Files.createDirectories(directory.resolve("config"));
        try (HttpBin upstream = HttpBin.start("127.0.0.1", 0)) {
            Files.writeString(
                    config.resolve("seed.yaml"),
                    Resources.gateway("gateway", port, HOST)
                            + Resources.virtualService("routes", "gateway", HOST, upstream.port()));
            assertTrue(gatehouse("validate", config.toString()).successful().contains("0 errors"));
            assertTrue(gatehouse("explain", "--config", config.toString(), "http://" + HOST + "/status/200")
                    .successful()
                    .contains("routes"));
            try (Program.Running running = Program.start(
                    directory,
                    Map.of(),
                    script(),
                    "run",
                    "--admin",
                    "127.0.0.1:" + StockJetty.freePort(),
                    "--config",
                    config.toString())) {
                StockJetty.await(
                        "the release answers",
                        () -> visitor.get(port, HOST, "/status/200").status() == 200);
                assertEquals(0, running.terminate());
            }
        }
    }

    @Test
    void theArchiveOfClassesIsUsedByTheJavaThatMadeItOnly() throws Exception {
        assertFalse(usesArchive());
        assertTrue(gatehouse("cds").successful().endsWith("lib/gatehouse.jsa"));
        assertTrue(usesArchive());
        assertTrue(quiet());
        Files.writeString(release.resolve("lib/gatehouse.jsa.for"), "another Java\n");
        assertFalse(usesArchive());
        assertTrue(quiet());
    }

    @Test
    void aLinkToTheScriptFindsTheRelease() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("gatehouse"), Path.of(script()));
        String version =
                Program.run(directory, Map.of(), link.toString(), "--version").successful();
        assertTrue(version.startsWith("gatehouse "), version);
    }

    @Test
    void nothingOfTheTestsIsInside() throws IOException {
        try (Stream<Path> all = Files.list(release.resolve("lib"))) {
            List<String> jars =
                    all.map(jar -> jar.getFileName().toString()).sorted().toList();
            assertTrue(jars.size() > 20, jars::toString);
            assertEquals(
                    List.of(),
                    jars.stream()
                            .filter(jar -> jar.matches("(junit|opentest4j|apiguardian|archunit|jqwik|error_prone).*"))
                            .toList());
        }
    }

    @Test
    void theUnitIsWhatSystemdExpects() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "no systemd-analyze on this machine");
        String unit = Files.readString(release.resolve("etc/systemd/gatehouse.service"));
        assertTrue(unit.contains(UNIT_HOME + "/bin/gatehouse run"), unit);
        Path here =
                Files.writeString(directory.resolve("gatehouse.service"), unit.replace(UNIT_HOME + "/", release + "/"));
        Program.Result verified =
                Program.run(directory, Map.of(), "systemd-analyze", "verify", "--man=no", here.toString());
        assertEquals("", verified.output());
        verified.successful();
    }

    private static boolean usesArchive() throws Exception {
        String loaded = Program.run(directory, Map.of("GATEHOUSE_OPTS", "-Xlog:class+load"), script(), "--version")
                .successful();
        return loaded.lines().anyMatch(line -> line.contains("io.gatehouse") && line.contains("shared objects file"));
    }

    /** Whether the JVM has no remark on what it is given. */
    private static boolean quiet() throws Exception {
        return gatehouse("--version").successful().lines().count() == 3;
    }

    private static Program.Result gatehouse(String... arguments) throws Exception {
        return Program.run(
                directory,
                Map.of(),
                Stream.concat(Stream.of(script()), Stream.of(arguments)).toArray(String[]::new));
    }

    private static String script() {
        return release.resolve("bin/gatehouse").toString();
    }
}
