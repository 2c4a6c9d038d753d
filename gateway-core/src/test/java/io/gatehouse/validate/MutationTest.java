package io.gatehouse.validate;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Whatever a text says, decoding and validating end with findings, never with an exception. */
class MutationTest {
    private static final String[] PIECES = {
        "\n",
        " ",
        "  ",
        "\t",
        ":",
        ": ",
        "- ",
        "---\n",
        "...\n",
        "{",
        "}",
        "[",
        "]",
        ",",
        "\"",
        "'",
        "&a ",
        "*a",
        "<<: *a",
        "!!int ",
        "!x ",
        "|",
        ">",
        "#",
        "%",
        "?",
        "null",
        "~",
        "true",
        "0",
        "-1",
        "1.5",
        "99999999999999999999",
        "1e999",
        ".nan",
        "\u0000",
        "\uFEFF",
        "\uD800",
        "é",
        "1:30",
        "0x",
        "0b",
        "2001-01-01",
        "%REQ(x)%",
        "%",
        "*",
        "(",
        "\\"
    };

    private static List<String> seeds() throws IOException {
        List<String> seeds = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/conformance/validation.jsonl"))) {
            if (seeds.size() < 60) {
                Map<String, Object> recorded = new Yaml().load(line);
                seeds.add((String) recorded.get("yaml"));
            }
        }
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden/validate"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".in.yaml"))
                    .sorted()
                    .toList()) {
                seeds.add(Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return seeds;
    }

    @Test
    void noTextMakesTheDecoderOrTheRulesThrow() throws IOException {
        List<String> seeds = seeds();
        Random random = new Random(42);
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int i = 0; i < 3000; i++) {
                String text = mutate(seeds.get(random.nextInt(seeds.size())), random);
                assertNotNull(Verdicts.of("mutated.yaml", text));
            }
        });
    }

    private static String mutate(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        for (int edits = 1 + random.nextInt(4); edits > 0 && text.length() > 2; edits--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> text.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
                default -> text.insert(random.nextInt(text.length()), text.substring(at, end));
            }
        }
        return text.toString();
    }
}
