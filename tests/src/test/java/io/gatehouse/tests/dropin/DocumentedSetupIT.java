package io.gatehouse.tests.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.httpbin.HttpBin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stock Jetty set up by the commands of the pages, as they stand there, serves the seed. */
class DocumentedSetupIT {
    private static final String HOST = "httpbin.example.com";
    private static final Pattern PROPERTY = Pattern.compile("(?<!/)\\bgatehouse\\.[a-z-]+\\b(?!\\.)(?=[\"=`])");

    @TempDir
    private Path directory;

    @Test
    void pageOfTheWar() throws Exception {
        int port = StockJetty.freePort();
        setUpAndVisit("jetty-war.md", 80, port, "jetty.http.host=127.0.0.1 jetty.http.port=" + port);
    }

    @Test
    void pageOfTheModule() throws Exception {
        int port = StockJetty.freePort();
        setUpAndVisit("jetty-module.md", port, port, "");
    }

    /** The last command is the server's, which gets further arguments: the tests' ports are any. */
    private void setUpAndVisit(String page, int gatewayPort, int visitedPort, String arguments) throws Exception {
        Path base = Files.createDirectory(directory.resolve("base"));
        Path log = directory.resolve("log");
        try (HttpBin upstream = HttpBin.start("127.0.0.1", 0)) {
            Path gateway = Files.writeString(
                    directory.resolve("my-gateway.yaml"),
                    Resources.gateway("gateway", gatewayPort, HOST)
                            + Resources.virtualService("routes", "gateway", HOST, upstream.port()));
            List<String> commands = DocumentedCommands.block(page, "").stream()
                    .map(command -> command.replaceAll("\\S*…\\S*my-gateway.yaml", gateway.toString())
                            .replaceAll(
                                    "\\S*…\\S*gateway\\.war", Artifacts.war().toString())
                            .replaceAll(
                                    "\\S*…\\S*jetty-module\\.tar\\.gz",
                                    Artifacts.jettyModule().toString()))
                    .toList();
            int last = commands.size() - 1;
            for (String command : commands.subList(0, last)) {
                Process process = start(base, log, command);
                assertEquals(0, process.waitFor(), () -> command + "\n" + text(log));
            }
            Process server = start(base, log, "exec " + commands.get(last) + " " + arguments);
            try {
                Visitor visitor = new Visitor();
                StockJetty.await(page + " sets up a Jetty that serves", () -> {
                    assertTrue(server.isAlive(), () -> text(log));
                    return visitor.get(visitedPort, HOST, "/status/200").status() == 200;
                });
                assertEquals(404, visitor.get(visitedPort, HOST, "/headers").status());
            } finally {
                server.destroy();
                server.waitFor(20, TimeUnit.SECONDS);
            }
        }
    }

    private static Process start(Path base, Path log, String command) throws IOException {
        assertFalse(command.contains("…"), command);
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().put("PATH", java + ":" + System.getenv("PATH"));
        builder.environment().put("JETTY_HOME", Artifacts.jettyHome().toString());
        return builder.start();
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void everyPropertyOfTheModuleIsInItsFileAndOnItsPage() throws Exception {
        Set<String> known = properties("etc/jetty/etc/gatehouse.xml");
        assertEquals(known, properties("etc/jetty/modules/gatehouse.mod"));
        assertEquals(known, properties("docs/jetty-module.md"));
    }

    private static Set<String> properties(String file) throws IOException {
        return PROPERTY.matcher(Files.readString(Path.of("..", file)))
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
