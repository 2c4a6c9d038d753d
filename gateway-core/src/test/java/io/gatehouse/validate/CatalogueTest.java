package io.gatehouse.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.resource.decode.Codes;
import io.gatehouse.route.TemplateVariable;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static List<String> codes() {
        List<String> codes = new ArrayList<>();
        Stream.of(Codes.class, RuleCodes.class)
                .flatMap(type -> Arrays.stream(type.getFields()))
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
                .forEach(field -> codes.add(value(field)));
        return codes;
    }

    private static String value(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void noCodeHasTwoMeanings() {
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
