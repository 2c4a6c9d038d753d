package io.gatehouse.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.resource.Diagnostic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Holds our verdicts to those of the real schema and webhook about documents with one random mutation. */
class RecordedVerdictsTest {
    private static String read(String name) throws IOException {
        try (InputStream in = RecordedVerdictsTest.class.getResourceAsStream("/conformance/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Documents that we refuse although Istio doesn't, by their metadata.name; the rest of a line is the reason. */
    private static List<String> stricter() throws IOException {
        return read("validation-stricter.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    @Test
    void acceptsAndRefusesWhatIstioDoes() throws IOException {
        List<String> stricter = stricter();
        List<String> differences = new ArrayList<>();
        int documents = 0;
        for (String line : read("validation.jsonl").lines().toList()) {
            Map<String, Object> recorded = new Yaml().load(line);
            String name = "m" + documents++;
            List<Diagnostic> findings = Verdicts.of(name, (String) recorded.get("yaml"));
            boolean accepted = findings.stream().noneMatch(Diagnostic::isError);
            boolean expected = Boolean.TRUE.equals(recorded.get("accepted")) && !stricter.contains(name);
            if (accepted != expected) {
                differences.add(name + " " + recorded.get("mutation") + " " + recorded.get("field") + ": recorded "
                        + recorded.get("verdict") + ", found " + findings);
            }
        }
        assertEquals(600, documents);
        assertEquals(List.of(), differences);
    }

    @Test
    void everyRefusalNamesTheLineAndTheObject() throws IOException {
        for (String line : read("validation.jsonl").lines().toList()) {
            Map<String, Object> recorded = new Yaml().load(line);
            List<Diagnostic> findings = Verdicts.of("m", (String) recorded.get("yaml"));
            for (Diagnostic finding : findings) {
                assertTrue(finding.position().line() > 1, finding.toString());
                assertTrue(finding.resource() != null && !finding.field().isEmpty(), finding.toString());
            }
        }
    }
}
