package io.gatehouse.jetty.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerbsTest {
    private static final String GATEWAY = """
            apiVersion: networking.istio.io/v1alpha3
            kind: Gateway
            metadata:
              name: shop
            spec:
              selector:
                istio: ingressgateway # the default
              servers:
              - port: {number: 80, name: http, protocol: HTTP}
                hosts: ["shop.example.com"]
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @TempDir
    Path input;

    @Test
    void createAddsAnObjectInAFileOfItsOwn() throws Exception {
        assertEquals(0, run("create", GATEWAY));
        assertEquals(Map.of("gateway-default-shop.yaml", GATEWAY), files());
        assertEquals("Gateway default/shop created\n", out.toString());
    }

    @Test
    void createRefusesAnObjectThatIsThere() throws Exception {
        run("create", GATEWAY);
        assertEquals(1, run("create", GATEWAY));
        assertTrue(err.toString().contains("Gateway default/shop exists already"), err::toString);
        assertEquals(1, files().size());
    }

    @Test
    void createOfSeveralObjectsIsAllOrNothing() throws Exception {
        run("create", GATEWAY);
        assertEquals(1, run("create", GATEWAY.replace("shop", "other") + "---\n" + GATEWAY));
        assertEquals(1, files().size());
    }

    @Test
    void replaceRefusesAnObjectThatIsNotThere() throws Exception {
        assertEquals(1, run("replace", GATEWAY));
        assertTrue(err.toString().contains("Gateway default/shop not found"), err::toString);
        assertTrue(files().isEmpty());
    }

    @Test
    void replaceLeavesTheRestOfTheFileByteForByte() throws Exception {
        String before = "# ours\nkind: Secret\napiVersion: v1\nmetadata: {name: a}\n--- # gateway\n";
        String after = "---\n\n# the end\nkind: Secret\napiVersion: v1\nmetadata: {name: b}";
        Files.writeString(directory.resolve("all.yaml"), before + GATEWAY + after);
        String changed = GATEWAY.replace("80", "8080");
        assertEquals(0, run("replace", changed));
        assertEquals(Map.of("all.yaml", before + changed + after), files());
    }

    @Test
    void anInvalidObjectChangesNothing() throws Exception {
        run("create", GATEWAY);
        assertEquals(1, run("replace", GATEWAY.replace("hosts", "hostes")));
        assertTrue(err.toString().contains("GH0004"), err::toString);
        assertEquals(Map.of("gateway-default-shop.yaml", GATEWAY), files());
    }

    @Test
    void anObjectThatARuleRefusesChangesNothing() throws Exception {
        assertEquals(1, run("create", GATEWAY.replace("number: 80", "number: 70000")));
        assertTrue(err.toString().contains("refused; nothing was changed"), err::toString);
        assertTrue(files().isEmpty());
    }

    @Test
    void applyCreatesThenConfigures() throws Exception {
        assertEquals(0, run("apply", GATEWAY));
        assertEquals(0, run("apply", GATEWAY.replace("80", "8080")));
        assertEquals("Gateway default/shop created\nGateway default/shop configured\n", out.toString());
    }

    @Test
    void deleteRemovesTheObjectAndAnEmptyFile() throws Exception {
        run("create", GATEWAY);
        assertEquals(0, command("delete", "gateway", "shop"));
        assertTrue(files().isEmpty());
        assertEquals(1, command("delete", "gateway", "shop"));
    }

    @Test
    void deleteTakesObjectsFromAFile() throws Exception {
        run("create", GATEWAY);
        assertEquals(0, run("delete", GATEWAY));
        assertTrue(files().isEmpty());
    }

    @Test
    void aTlsSecretIsReadableByItsOwnerOnly() throws Exception {
        Path cert = Files.writeString(input.resolve("tls.crt"), "-----BEGIN CERTIFICATE-----\n");
        Path key = Files.writeString(input.resolve("tls.key"), "-----BEGIN PRIVATE KEY-----\n");
        assertEquals(
                0,
                command(
                        "create",
                        "-n",
                        "istio-system",
                        "secret",
                        "tls",
                        "certs",
                        "--key",
                        key.toString(),
                        "--cert",
                        cert.toString()));
        Path file = directory.resolve("secret-istio-system-certs.yaml");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertFalse(Files.readString(file).contains("PRIVATE KEY"), "the key is base64");
        assertEquals(0, command("delete", "-n", "istio-system", "secret", "certs"));
        assertTrue(files().isEmpty());
    }

    @Test
    void aKeyThatIsNoPemIsRefused() throws Exception {
        Path text = Files.writeString(input.resolve("text"), "text");
        assertEquals(
                1, command("create", "secret", "tls", "certs", "--key", text.toString(), "--cert", text.toString()));
        assertTrue(files().isEmpty());
    }

    @Test
    void getShowsWhatIsThereAndWhere() throws Exception {
        run("create", GATEWAY);
        assertEquals(0, command("get", "gw", "shop", "-o", "yaml"));
        assertTrue(out.toString().endsWith("---\n" + GATEWAY), out::toString);
    }

    @Test
    void validateExitsWithOneOnlyForAnError() throws Exception {
        Files.writeString(directory.resolve("good.yaml"), GATEWAY);
        assertEquals(0, plain("validate", directory.toString()));
        Files.writeString(directory.resolve("bad.yaml"), GATEWAY.replace("hosts", "hostes"));
        assertEquals(1, plain("validate", directory.toString()));
        assertTrue(out.toString().contains("bad.yaml:10:5 error GH0004"), out::toString);
    }

    @Test
    void validatePrintsJsonForPrograms() throws Exception {
        Files.writeString(directory.resolve("bad.yaml"), GATEWAY.replace("hosts", "hostes"));
        assertEquals(1, plain("validate", "--output", "json", directory.toString()));
        List<?> findings = (List<?>) io.gatehouse.jetty.json.Json.read(out.toString());
        assertEquals("error", ((Map<?, ?>) findings.get(0)).get("level"));
    }

    @Test
    void explainTellsTheVerdict() throws Exception {
        Files.writeString(directory.resolve("good.yaml"), GATEWAY);
        assertEquals(0, command("explain", "http://other.example.com/"));
        assertTrue(out.toString().contains("=> 404"), out::toString);
    }

    @Test
    void aWrongCommandLineExitsWithTwo() {
        assertEquals(2, plain("run", "--no-such-option"));
        assertEquals(2, plain());
    }

    @Test
    void aMissingDirectoryIsNamed() {
        assertEquals(1, plain("run", "--config", directory.resolve("nowhere").toString()));
        assertTrue(err.toString().contains("nowhere: no such file or directory"), err::toString);
    }

    private int run(String verb, String yaml) throws IOException {
        Path file = Files.writeString(input.resolve("input.yaml"), yaml);
        return command(verb, "-f", file.toString());
    }

    private int command(String verb, String... arguments) {
        List<String> all = new ArrayList<>(List.of(verb, "--config", directory.toString()));
        all.addAll(List.of(arguments));
        return plain(all.toArray(String[]::new));
    }

    private int plain(String... arguments) {
        CommandLine line = Main.commandLine(arguments);
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.filter(path -> !path.getFileName().toString().startsWith("."))
                    .toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return files;
    }
}
