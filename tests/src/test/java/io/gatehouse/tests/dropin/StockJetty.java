package io.gatehouse.tests.dropin;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A stock {@code jetty-home}, run as a process on a base directory of its own, as its user would set it up. */
final class StockJetty implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String LOG = "jetty.log";

    private final Path base;
    private final List<String> arguments = new ArrayList<>();
    private final List<String> jvmArguments = new ArrayList<>();
    private Process process;

    StockJetty(Path base) throws IOException {
        this.base = Files.createDirectories(base);
    }

    /** Unpacks an archive into the base. */
    StockJetty unpack(Path archive) throws Exception {
        run(List.of("tar", "xzf", archive.toString()));
        return this;
    }

    StockJetty addModules(String names) throws Exception {
        run(command("--add-modules=" + names));
        return this;
    }

    /** A property, or another argument of {@code start.jar}. */
    StockJetty with(String argument) {
        arguments.add(argument);
        return this;
    }

    /** An argument of the JVM, such as a system property. */
    StockJetty onJvm(String argument) {
        jvmArguments.add(argument);
        return this;
    }

    /** Puts gateway.war into {@code webapps}, whole at once. */
    StockJetty deploy() throws IOException {
        return deploy(Artifacts.war());
    }

    /** The same with another file. */
    StockJetty deploy(Path file) throws IOException {
        Path copy = Files.copy(file, base.resolve("gateway.war.part"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, war(), StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    void undeploy() throws IOException {
        Files.delete(war());
    }

    private Path war() {
        return base.resolve("webapps/gateway.war");
    }

    Path base() {
        return base;
    }

    /** Writes a file of the gateway's configuration; an empty text removes it. */
    void configure(String file, String yaml) throws IOException {
        Path directory = Files.createDirectories(base.resolve("gatehouse"));
        if (yaml.isEmpty()) {
            Files.deleteIfExists(directory.resolve(file));
        } else {
            Path part = Files.writeString(base.resolve("part.yaml"), yaml);
            Files.move(part, directory.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    StockJetty start() throws Exception {
        List<String> command = command(arguments.toArray(String[]::new));
        process = new ProcessBuilder(command)
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(base.resolve(LOG).toFile())
                .start();
        await("the server starts", () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("ended:\n" + log());
            }
            return log().contains("Started oejs.Server@");
        });
        return this;
    }

    private List<String> command(String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-Djava.io.tmpdir=" + base));
        command.addAll(jvmArguments);
        command.add("-jar");
        command.add(Artifacts.jettyHome().resolve("start.jar").toString());
        command.addAll(List.of(more));
        return command;
    }

    private void run(List<String> command) throws Exception {
        Process once = new ProcessBuilder(command)
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("setup.log").toFile())
                .start();
        if (!once.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || once.exitValue() != 0) {
            throw new IllegalStateException(command + "\n" + Files.readString(base.resolve("setup.log")));
        }
    }

    /** How many files, sockets and watches the process has open. */
    int openFiles() throws IOException {
        return Sockets.openFiles(process.pid()).size();
    }

    /** What {@code jcmd} says of the process. */
    String jcmd(String command) throws Exception {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process once = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), command)
                .redirectErrorStream(true)
                .start();
        String output = new String(once.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        once.waitFor();
        return output;
    }

    /** The ports that the process listens on. */
    Set<Integer> listeningPorts() throws IOException {
        return Sockets.listening(process.pid());
    }

    String log() {
        return log(0);
    }

    /** What the log says after the first {@code from} bytes. */
    String log(long from) {
        try (FileChannel log = FileChannel.open(base.resolve(LOG))) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, log.size() - from));
            log.read(bytes, from);
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** How many bytes the log has. */
    long logged() throws IOException {
        return Files.size(base.resolve(LOG));
    }

    /** A condition that may fail as well as be false. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Waits until a condition holds; {@code what} is told when it never does. */
    static void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("never: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** A port that nothing listens on. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws Exception {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
