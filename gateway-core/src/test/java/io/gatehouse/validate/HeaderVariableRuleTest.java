package io.gatehouse.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.route.TemplateVariable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Validation may not import routing, so the variables stand in both; this holds them equal. */
class HeaderVariableRuleTest {
    @Test
    void theVariablesLetPassAreThoseFilledIn() {
        List<String> filledIn =
                Arrays.stream(TemplateVariable.Name.values()).map(Enum::name).toList();
        assertEquals(filledIn, HeaderVariableRule.SERVED);
    }

    @ParameterizedTest
    @EnumSource(TemplateVariable.Name.class)
    void everyVariableIsDocumented(TemplateVariable.Name name) throws IOException {
        assertTrue(Files.readString(Path.of("..", "docs", "diagnostics.md")).contains("`" + name + "`"));
    }
}
