package io.gatehouse.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTemplateTest {
    @ParameterizedTest
    @CsvSource({"plain, plain", "'', ''", "100%%, 100%", "%%a%%b, %a%b"})
    void aDoubledPercentSignIsOne(String source, String literal) {
        assertEquals(literal, ValueTemplate.parse(source).literal());
    }

    @Test
    void aVariableHasNameArgumentAlternativeAndLength() {
        ValueTemplate template = ValueTemplate.parse("a%REQ(X-One?X-Two):9%b");
        assertNull(template.literal());
        assertEquals(
                new TemplateVariable(TemplateVariable.Name.REQ, "x-one", "x-two", 9),
                template.parts().get(1));
    }

    @Test
    void percentSignsInParenthesesBelongToTheArgument() {
        assertEquals(1, ValueTemplate.parse("%START_TIME(%Y/%m)%").parts().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "abc%123; no closing percent sign",
                "50%; no closing percent sign",
                "%req(x)%; no variable of the form",
                "%NOPE%; not served by this gateway",
                "%ENVIRONMENT(HOME)%; not served by this gateway",
                "%FILTER_STATE(a)%; not served by this gateway",
                "%REQ%; needs a header's name",
                "%REQ()%; needs a header's name",
                "%RESP(?x)%; needs a header's name",
                "%PROTOCOL(x)%; takes no argument",
                "%START_TIME(%Q)%; conversion that is not known",
            })
    void whatCannotBeServedIsExplained(String source, String problem) {
        String told = ValueTemplate.problem(source);
        assertNotNull(told);
        assertTrue(told.contains(problem), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%REQ(:path)%", "%START_TIME(%s.%3f)%", "%RESP(x):10%", "100%%"})
    void whatCanBeServedHasNoProblem(String source) {
        assertNull(ValueTemplate.problem(source));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%Q", "%", "%E", "%3", "%E3", "%0f", "%E0S", "%3S", "%E3f", "%ES", "%33f", "%E33S", "%Sf%x"})
    void conversionsThatAreNotKnownAreNamed(String format) {
        TemplateSyntaxException problem = assertThrows(TemplateSyntaxException.class, () -> TimeFormat.of(format));
        assertTrue(problem.getMessage().contains("conversion that is not known"), problem.getMessage());
    }

    @Test
    void anExcerptOfALongUnclosedVariableIsEnough() {
        assertTrue(ValueTemplate.problem("x%ABCDEFGHIJKLMNOPQRSTUVWXYZ").contains("\"%ABCDEFGHIJKLMNOPQRS…\""));
        assertTrue(ValueTemplate.problem("x%ABCDEFGHIJKLMNOPQRS").contains("\"%ABCDEFGHIJKLMNOPQRS\""));
    }

    @Test
    void theSourceIsKeptAsWritten() {
        assertEquals("a%%%REQ(x)%", ValueTemplate.parse("a%%%REQ(x)%").source());
        assertEquals(
                List.of("a%", "b"),
                ValueTemplate.parse("a%%%PROTOCOL%b").parts().stream()
                        .filter(ValueTemplate.Literal.class::isInstance)
                        .map(part -> ((ValueTemplate.Literal) part).text())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "%REQ(x)%, 0123456789, 0123456789",
        "%REQ(x):3%, 0123456789, 012",
        "%REQ(x):3%, 012, 012",
        "%REQ(x):3%, 01, 01"
    })
    void aLengthCutsWhatIsLonger(String template, String value, String cut) {
        TemplateVariable variable =
                (TemplateVariable) ValueTemplate.parse(template).parts().get(0);
        assertEquals(cut, variable.cut(value));
    }

    @ParameterizedTest
    @CsvSource({
        "'',                      2026-01-02T03:04:05.678Z",
        "%Y/%m/%d %H:%M:%S,       2026/01/02 03:04:05",
        "%s.%3f,                  1767323045.678",
        "%FT%T%z,                 2026-01-02T03:04:05+0000",
        "%a %b %e %E1S,           Fri Jan  2 05.6",
        "%j%%,                    002%",
        "%y-%B-%A,                26-January-Friday",
        "%I %p %R %h,             03 AM 03:04 Jan",
        "%Z,                      UTC",
        "%f,                      678000000",
        "%1f%9f,                  6678000000",
        "%E9S,                    05.678000000",
        "a%%b,                    a%b",
    })
    void timeFormatsAreThoseOfStrftime(String format, String expected) {
        assertEquals(expected, TimeFormat.of(format).format(Instant.parse("2026-01-02T03:04:05.678Z")));
    }
}
