package io.gatehouse.tests.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code gatehouse …} as a process of its own, on the class path of this one. */
public final class GatewayProcess implements AutoCloseable {
    /** The adapter that serves: {@code core} or {@code servlet}. */
    static final String ENGINE = System.getProperty("gatehouse.engine", "core");

    private static final String MAIN = "io.gatehouse.jetty.launcher.Main";
    private static final long LONGEST_SECONDS = 60;
    private final Process process;
    private final StringBuffer output = new StringBuffer();
    private final Thread reader;

    private GatewayProcess(List<String> arguments) throws IOException {
        process = builder(arguments).redirectErrorStream(true).start();
        reader = new Thread(this::read, "output of " + arguments);
        reader.setDaemon(true);
        reader.start();
    }

    /** {@code gatehouse run --config DIRECTORY …}; returns when it says that it is ready. */
    public static GatewayProcess run(Path directory, String... options) throws IOException {
        GatewayProcess gateway = start(directory, options);
        Await.until(() -> gateway.output().contains(": ready "), gateway::output);
        return gateway;
    }

    /** The same, without waiting. */
    static GatewayProcess start(Path directory, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "--config", directory.toString(), "--admin", "off"));
        arguments.addAll(List.of("--engine", ENGINE));
        arguments.addAll(List.of(options));
        return new GatewayProcess(arguments);
    }

    /** A command that ends by itself: its output, standard error included, after checking the exit status. */
    static String command(int expectedStatus, String input, String... arguments) throws Exception {
        GatewayProcess command = new GatewayProcess(List.of(arguments));
        try (var stdin = command.process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        int status = command.exitStatus();
        if (status != expectedStatus) {
            throw new AssertionError(String.join(" ", arguments) + ": " + status + " " + command.output());
        }
        return command.output();
    }

    private static ProcessBuilder builder(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("GATEHOUSE_"));
        return builder;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(line -> output.append(line).append('\n'));
        } catch (IOException | UncheckedIOException ended) {
            output.append(ended);
        }
    }

    /** What it has printed so far. */
    public String output() {
        return output.toString();
    }

    /** Its process. */
    public long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end. */
    int exitStatus() throws InterruptedException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + LONGEST_SECONDS + " s: " + output());
        }
        reader.join(TimeUnit.SECONDS.toMillis(LONGEST_SECONDS));
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
