package io.gatehouse.jetty.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
    @Test
    void helpListsEveryCommandByTheNameOfItsAnnotation() {
        Map<String, CommandLine> all = Main.commandLine("--help").getSubcommands();
        assertTrue(all.size() > 8, all.keySet()::toString);
        all.forEach((name, line) -> {
            Class<?> type = line.getCommandSpec().userObject().getClass();
            assertEquals(type.getAnnotation(Command.class).name(), name);
        });
    }

    @Test
    void aCommandLearnsNothingOfTheOthers() {
        assertEquals(Set.of("run"), Main.commandLine("run").getSubcommands().keySet());
    }
}
