package io.gatehouse.tests.dropin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The fenced blocks of a page of {@code docs/}, so that tests run what the page says. */
final class DocumentedCommands {
    private static final String FENCE = "```";

    private DocumentedCommands() {}

    /** The lines of the page's first block of this language, without blank ones and comments. */
    static List<String> block(String page, String language) throws IOException {
        return lines(blocks(page, language).get(0));
    }

    /** The page's blocks of this language, in order; the empty language for plain fences. */
    static List<String> blocks(String page, String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        StringBuilder open = null;
        boolean wanted = false;
        for (String line : Files.readAllLines(Path.of("..", "docs", page))) {
            if (open == null && line.startsWith(FENCE)) {
                open = new StringBuilder();
                wanted = line.equals(FENCE + language);
            } else if (open != null && line.equals(FENCE)) {
                if (wanted) {
                    blocks.add(open.toString());
                }
                open = null;
            } else if (open != null) {
                open.append(line).append('\n');
            }
        }
        return blocks;
    }

    private static List<String> lines(String block) {
        return block.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }
}
