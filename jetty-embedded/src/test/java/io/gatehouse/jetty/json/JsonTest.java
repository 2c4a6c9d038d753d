package io.gatehouse.jetty.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void whatIsPrintedIsReadBack() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "a\"b\\c\n\u0001é\ud83d\ude00");
        value.put("list", List.of(new java.math.BigDecimal("1.5"), true, Map.of()));
        value.put("nothing", null);
        value.put("empty", new ArrayList<>());
        assertEquals(value, Json.read(Json.pretty(value)));
        assertEquals(value, Json.read(Json.compact(value)));
    }

    @Test
    void prettyIndentsByTwo() {
        assertEquals("{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}\n", Json.pretty(orderedSample()));
    }

    private static Map<String, Object> orderedSample() {
        Map<String, Object> sample = new LinkedHashMap<>();
        sample.put("a", List.of(1));
        sample.put("b", Map.of());
        return sample;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[1,]", "01", "\"\\x\"", "nul", "{\"a\" 1}", "1 2", "\"open", "\"\\u12\"", "-", "+1"})
    void whatIsNoJsonIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Json.read(text));
    }

    @Test
    void nestingHasAnEnd() {
        assertThrows(IllegalArgumentException.class, () -> Json.read("[".repeat(100_000)));
    }
}
