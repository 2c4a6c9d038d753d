package io.gatehouse.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.route.TemplateVariable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static final Pattern CODE = Pattern.compile("\"(GH[0-9]{4})\"");

    /** Every code that the sources define, wherever. */
    private static List<String> codes() throws IOException {
        List<String> codes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                CODE.matcher(Files.readString(file)).results().forEach(code -> codes.add(code.group(1)));
            }
        }
        return codes;
    }

    @Test
    void noCodeHasTwoMeanings() throws IOException {
        assertEquals(codes().size(), new HashSet<>(codes()).size());
    }

    @Test
    void everyCodeIsExplainedAndNoOther() throws IOException {
        List<String> explained = Files.readAllLines(Path.of("../docs/diagnostics.md")).stream()
                .filter(line -> line.startsWith("| GH"))
                .map(line -> line.substring(2, 8))
                .toList();
        assertEquals(
                codes().stream().sorted().toList(), explained.stream().sorted().toList());
    }

    @Test
    void variablesThatAreAllowedAreThoseThatAreFilledIn() {
        assertEquals(
                Arrays.stream(TemplateVariable.Name.values())
                        .map(Enum::name)
                        .sorted()
                        .toList(),
                HeaderVariableRule.SERVED.stream().sorted().toList());
    }
}
