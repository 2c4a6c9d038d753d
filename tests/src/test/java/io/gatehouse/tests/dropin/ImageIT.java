package io.gatehouse.tests.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.httpbin.HttpBin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The container image, unpacked: what it says of itself, and that its own command serves, with the Java of this test. */
@Timeout(120)
class ImageIT {
    private static final String HOST = "httpbin.example.com";
    private static final String NOBODY = "65532:65532";

    @TempDir
    private Path directory;

    private Path root;
    private JsonNode config;

    @BeforeEach
    void unpack() throws Exception {
        Path image = Path.of(System.getProperty("gatehouse.image", "../jetty-embedded/target/gatehouse-image.tar"))
                .toAbsolutePath();
        Assumptions.assumeTrue(Files.exists(image), "no image: build with -Pimage");
        Path parts = Files.createDirectory(directory.resolve("image"));
        root = Files.createDirectory(directory.resolve("root"));
        extract(image, parts);
        JsonNode manifest =
                JsonMapper.shared().readTree(parts.resolve("manifest.json")).get(0);
        config = JsonMapper.shared()
                .readTree(parts.resolve(manifest.get("Config").asString()))
                .get("config");
        for (JsonNode layer : manifest.get("Layers")) {
            extract(parts.resolve(layer.asString()), root);
        }
    }

    private void extract(Path archive, Path into) throws Exception {
        Program.run(directory, Map.of(), "tar", "xf", archive.toString(), "-C", into.toString())
                .successful();
    }

    @Test
    void itRunsAsNobodyAndNamesItsPorts() {
        assertEquals(NOBODY, config.get("User").asString());
        assertEquals(
                Set.of("8080/tcp", "8443/tcp", "31400/tcp", "15021/tcp"),
                config.get("ExposedPorts").propertyNames());
        assertEquals(
                "Gatehouse",
                config.get("Labels").get("org.opencontainers.image.title").asString());
        assertEquals(List.of("run"), strings(config.get("Cmd")));
    }

    @Test
    void nobodyMayWriteInItAndNothingOfTheTestsIsInside() throws IOException {
        for (Path file : files()) {
            String rights = Files.getPosixFilePermissions(file).toString();
            assertTrue(!rights.contains("GROUP_WRITE") && !rights.contains("OTHERS_WRITE"), () -> file + rights);
            assertTrue(!file.getFileName().toString().matches("(junit|opentest4j|apiguardian).*"), file::toString);
        }
    }

    @Test
    void itsCommandServesAndWritesNoFile() throws Exception {
        Set<Path> before = files();
        Path arguments = root.resolve("app/jib-classpath-file");
        Files.writeString(arguments, inside(Files.readString(arguments)));
        Visitor visitor = new Visitor();
        int port = StockJetty.freePort();
        Path resources = Files.createDirectories(directory.resolve("config"));
        try (HttpBin upstream = HttpBin.start("127.0.0.1", 0)) {
            Files.writeString(
                    resources.resolve("seed.yaml"),
                    Resources.gateway("gateway", port, HOST)
                            + Resources.virtualService("routes", "gateway", HOST, upstream.port()));
            List<String> command = new ArrayList<>();
            strings(config.get("Entrypoint")).forEach(word -> command.add(inside(word)));
            assertEquals("java", command.get(0));
            command.set(
                    0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("run", "--admin=off", "--config=" + resources));
            try (Program.Running running = Program.start(directory, environment(), command.toArray(String[]::new))) {
                StockJetty.await(
                        "the image answers",
                        () -> visitor.get(port, HOST, "/status/200").status() == 200);
                assertEquals(0, running.terminate());
            }
        }
        assertEquals(before, files());
    }

    /** The image's, and no directory for temporary files. */
    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (String entry : strings(config.get("Env"))) {
            int equals = entry.indexOf('=');
            environment.put(entry.substring(0, equals), inside(entry.substring(equals + 1)));
        }
        environment.merge("JDK_JAVA_OPTIONS", " -Djava.io.tmpdir=/nonexistent", String::concat);
        return environment;
    }

    private String inside(String text) {
        return text.replace("/app/", root.resolve("app") + "/");
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }
}
