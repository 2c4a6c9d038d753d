package io.gatehouse.tests.dropin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs as a user's shell starts them, with the Java of this test. */
final class Program {
    private static final long LONGEST_SECONDS = 60;

    private Program() {}

    /** What came of one, standard error included. */
    record Result(int status, String output) {
        /** The output, without the last line's end. */
        String successful() {
            if (status != 0) {
                throw new AssertionError("exit status " + status + ": " + output);
            }
            return output.stripTrailing();
        }
    }

    /** One that has yet to end. */
    record Running(Process process) implements AutoCloseable {
        /** Sends SIGTERM and waits for the exit status. */
        int terminate() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still running after " + LONGEST_SECONDS + " s");
            }
            return process.exitValue();
        }

        @Override
        public void close() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }

    static Result run(Path directory, Map<String, String> environment, String... command) throws Exception {
        Process process = builder(directory, environment, command).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    static Running start(Path directory, Map<String, String> environment, String... command) throws IOException {
        Path log = Files.createTempFile(directory, "program", ".log");
        return new Running(builder(directory, environment, command)
                .redirectOutput(log.toFile())
                .start());
    }

    private static ProcessBuilder builder(Path directory, Map<String, String> environment, String... command) {
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GATEHOUSE_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder;
    }
}
