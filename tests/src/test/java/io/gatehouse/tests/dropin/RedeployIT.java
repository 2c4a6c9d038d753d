package io.gatehouse.tests.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.httpbin.HttpBin;
import io.gatehouse.tests.conformance.data.ClientResponse;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * gateway.war comes and goes while the Jetty module keeps the ports: a few times, as Jetty looks once a second, or as
 * often as {@code -Dredeploy.times=20} says ({@link WarLifecycleIT} does it twenty times).
 */
class RedeployIT {
    private static final int TIMES = Integer.getInteger("redeploy.times", 5);
    private static final String HOST = "httpbin.example.com";
    private static final String DEPLOYED = "gateway serves context";
    private static final String NOT_DEPLOYED = "gateway.war is not deployed at the root context";
    private static final Pattern CONTEXT_LOADERS =
            Pattern.compile("(\\d+)\\s+\\d+\\s+org\\.eclipse\\.jetty\\.ee10\\.webapp\\.WebAppClassLoader\\b");

    @TempDir
    private static Path directory;

    private static HttpBin upstream;
    private static StockJetty jetty;
    private static Visitor visitor;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        visitor = new Visitor();
        upstream = HttpBin.start("127.0.0.1", 0);
        port = StockJetty.freePort();
        jetty = new StockJetty(directory.resolve("base")).unpack(Artifacts.jettyModule());
        jetty.addModules("gatehouse");
        jetty.configure(
                "seed.yaml",
                Resources.gateway("gateway", port, HOST)
                        + Resources.virtualService("routes", "gateway", HOST, upstream.port()));
        jetty.with("jetty.deploy.scanInterval=1").start();
    }

    @AfterAll
    static void stop() throws Exception {
        jetty.close();
        upstream.close();
    }

    @AfterEach
    void undeploy() throws Exception {
        jetty.undeploy();
        awaitStatus(503);
    }

    private static ClientResponse visit() {
        return visitor.get(port, HOST, "/status/200");
    }

    private static void awaitStatus(int status) throws Exception {
        StockJetty.await("the port answers " + status + "\n" + jetty.log(), () -> visit().status() == status);
    }

    @Test
    void deploymentsLeaveNoThreadNoPortNoFileAndNoClassLoader() throws Exception {
        awaitStatus(503);
        assertEquals(NOT_DEPLOYED, visit().body());
        Set<Integer> ports = jetty.listeningPorts();
        assertEquals(Set.of(port), ports);
        int threads = 0;
        int files = 0;
        for (int i = 0; i < TIMES; i++) {
            jetty.deploy();
            awaitStatus(200);
            jetty.undeploy();
            awaitStatus(503);
            threads = i == 0 ? gatewayThreads() : threads;
            files = i == 0 ? jetty.openFiles() : files;
        }
        assertTrue(gatewayThreads() <= threads + 2, "threads: " + threads + ", then " + gatewayThreads());
        assertEquals(ports, jetty.listeningPorts());
        int before = files;
        StockJetty.await("the class loaders are collected", () -> classLoaders() <= 1);
        StockJetty.await("the files are closed", () -> jetty.openFiles() <= before + 2);
        jetty.deploy();
    }

    @Test
    void successorServesWhileItsPredecessorGoes() throws Exception {
        jetty.deploy();
        awaitStatus(200);
        long before = jetty.logged();
        jetty.deploy();
        StockJetty.await("the successor is deployed", () -> {
            ClientResponse response = visit();
            assertNull(response.failure(), "no connection is refused");
            assertTrue(response.status() == 200 || response.body().equals(NOT_DEPLOYED), response.body());
            return jetty.log(before).contains(DEPLOYED);
        });
        awaitStatus(200);
        StockJetty.await("the predecessor is collected", () -> classLoaders() <= 1);
        assertEquals(200, visit().status());
    }

    @Test
    void warOfAnotherVersionIsRefusedWithTheReason() throws Exception {
        jetty.deploy(ofVersion("99.0.1"));
        StockJetty.await(
                "the log tells both versions",
                () -> jetty.log()
                        .matches(
                                "(?s).*gateway\\.war is of version 99\\.0\\.1, the Gatehouse module of this server of version"
                                        + " \\d[^ ]*: install both of one version.*"));
        assertEquals(503, visit().status());
    }

    private static Path ofVersion(String version) throws Exception {
        Path copy = Files.copy(Artifacts.war(), directory.resolve("other.war"));
        try (FileSystem zip = FileSystems.newFileSystem(copy)) {
            Files.writeString(
                    zip.getPath("WEB-INF/classes/io/gatehouse/war/version.properties"), "version=" + version + "\n");
        }
        return copy;
    }

    private static int gatewayThreads() throws Exception {
        return (int) jetty.jcmd("Thread.print")
                .lines()
                .filter(line -> line.startsWith("\"gatehouse"))
                .count();
    }

    /** Counted after a collection. */
    private static int classLoaders() throws Exception {
        Matcher matcher = CONTEXT_LOADERS.matcher(jetty.jcmd("GC.class_histogram"));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
