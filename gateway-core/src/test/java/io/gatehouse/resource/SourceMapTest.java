package io.gatehouse.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Positions come out of the packed form as they went in. */
class SourceMapTest {
    private static String at(SourceMap map, String field) {
        return map.positionOf(field).toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 17, 300, 20_000})
    void everyElementOfAListHasItsPlace(int length) {
        SourceMap map = SourceMap.startingAt(new Position("a.yaml", 10, 1));
        SourceNode list = map.root().add("spec", 11, 1).add("http", 12, 3);
        for (int i = 0; i < length; i++) {
            list.add(Integer.toString(i), 13 + 2 * i, 5).add("timeout", 14 + 2 * i, 200);
        }
        map.end();
        for (int i = 0; i < length; i++) {
            String element = "spec.http[" + i + "]";
            assertEquals("a.yaml:" + (13 + 2 * i) + ":5", at(map, element));
            assertEquals("a.yaml:" + (14 + 2 * i) + ":200", at(map, element + ".timeout"));
            assertEquals("a.yaml:" + (13 + 2 * i) + ":5", at(map, element + ".retries"));
        }
        assertEquals("a.yaml:12:3", at(map, "spec.http[" + length + "].timeout"));
        assertEquals("a.yaml:12:3", at(map, "spec.http[99999999999999].timeout"));
        assertEquals("a.yaml:12:3", at(map, "spec.http.other"));
        assertEquals(length, map.written("spec.http[*].timeout").size());
    }

    @Test
    void whatIsNotWrittenIsWhereTheFieldAroundItIs() {
        SourceMap map = SourceMap.startingAt(new Position("a.yaml", 3, 1));
        map.root().add("spec", 4, 1).add("hosts", 5, 3);
        map.end();
        assertEquals("a.yaml:4:1", at(map, "spec.gateways[0]"));
        assertEquals("a.yaml:3:1", at(map, "metadata.name"));
        assertEquals("a.yaml:3:1", map.position().toString());
        assertEquals("b.yaml:1:1", at(SourceMap.unknown("b.yaml"), "spec"));
    }

    @Test
    void aMergedFieldMayStandBeforeTheOneAroundIt() {
        SourceMap map = SourceMap.startingAt(new Position("a.yaml", 1, 1));
        map.root().add("spec", 50, 1).add("timeout", 2, 70_000);
        map.end();
        assertEquals("a.yaml:2:70000", at(map, "spec.timeout"));
    }

    @Test
    void aMapOfNumbersIsAskedByItsNames() {
        SourceMap map = SourceMap.startingAt(new Position("a.yaml", 1, 1));
        SourceNode labels = map.root().add("labels", 2, 1);
        for (int i = 100; i > 0; i--) {
            labels.add(Integer.toString(i), 200 - i, 3);
        }
        map.end();
        for (int i = 1; i <= 100; i++) {
            assertEquals("a.yaml:" + (200 - i) + ":3", at(map, "labels." + i));
        }
        assertEquals("a.yaml:2:1", at(map, "labels.0"));
    }

    @Test
    void writtenFindsEveryPathOfAForm() {
        SourceMap map = SourceMap.startingAt(new Position("a.yaml", 1, 1));
        SourceNode http = map.root().add("spec", 2, 1).add("http", 3, 3);
        http.add("0", 4, 5).add("fault", 4, 7).add("delay", 4, 9);
        http.add("1", 5, 5).add("fault", 5, 7).add("abort", 5, 9);
        http.add("2", 6, 5).add("fault", 6, 7).add("delay", 6, 9);
        map.end();
        assertEquals(
                List.of("spec.http[0].fault.delay", "spec.http[2].fault.delay"),
                map.written("spec.http[*].fault.delay"));
        assertEquals(List.of(), map.written("spec.http[*].mirror"));
    }

    @Test
    void nothingIsAddedOnceTheDocumentHasEnded() {
        SourceMap map = SourceMap.startingAt(new Position("a.yaml", 1, 1));
        map.end();
        assertThrows(IllegalStateException.class, map::root);
    }
}
