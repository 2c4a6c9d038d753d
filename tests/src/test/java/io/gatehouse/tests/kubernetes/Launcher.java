package io.gatehouse.tests.kubernetes;

import io.gatehouse.jetty.launcher.Main;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code gatehouse} as a process of its own. */
final class Launcher implements AutoCloseable {
    private final Process process;
    private final Path log;

    private Launcher(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Launcher start(Path log, String... arguments) throws IOException {
        return start(log, List.of(), Map.of(), arguments);
    }

    /** With options for the JVM and variables in its environment. */
    static Launcher start(Path log, List<String> options, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = command(arguments);
        command.addAll(1, options);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new Launcher(builder.start(), log);
    }

    /** A command on a cluster, in this process, to its end; its input is named {@code -}. */
    static Shell.Result run(String input, Path kubeconfig, String... arguments) throws Exception {
        Path file = Files.createTempFile("input", ".yaml");
        try {
            Files.writeString(file, input);
            List<String> all = new ArrayList<>(List.of(arguments));
            all.replaceAll(argument -> argument.equals("-") ? file.toString() : argument);
            all.addAll(List.of("--kubeconfig", kubeconfig.toString()));
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            int code = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
            return new Shell.Result(code, out.toString(), err.toString());
        } finally {
            Files.delete(file);
        }
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.gatehouse.jetty.launcher.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
