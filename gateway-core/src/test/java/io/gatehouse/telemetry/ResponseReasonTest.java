package io.gatehouse.telemetry;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResponseReasonTest {
    @ParameterizedTest
    @EnumSource(ResponseReason.class)
    void everyReasonIsExplained(ResponseReason reason) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "explain.md"));
        String row = "| `" + reason.flag() + "` | `" + reason.detail() + "` |";
        assertTrue(page.contains(row), "docs/explain.md has no row " + row);
    }
}
