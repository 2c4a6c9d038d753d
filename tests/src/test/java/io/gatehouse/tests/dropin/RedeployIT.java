package io.gatehouse.tests.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.httpbin.HttpBin;
import io.gatehouse.tests.conformance.data.ClientResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gateway.war comes and goes while the Jetty module keeps the ports. */
class RedeployIT {
    private static final int TIMES = 20;
    private static final String HOST = "httpbin.example.com";
    private static final Pattern CONTEXT_LOADERS =
            Pattern.compile("(\\d+)\\s+\\d+\\s+org\\.eclipse\\.jetty\\.ee10\\.webapp\\.WebAppClassLoader\\b");

    @TempDir
    private Path directory;

    private HttpBin upstream;
    private StockJetty jetty;
    private Visitor visitor;
    private int port;

    @BeforeEach
    void start() throws Exception {
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

    @AfterEach
    void stop() throws Exception {
        jetty.close();
        upstream.close();
    }

    private void awaitStatus(int status) throws Exception {
        StockJetty.await(
                "the port answers " + status,
                () -> visitor.get(port, HOST, "/status/200").status() == status);
    }

    @Test
    void twentyDeploymentsLeaveNoThreadAndNoClassLoader() throws Exception {
        awaitStatus(503);
        ClientResponse none = visitor.get(port, HOST, "/status/200");
        assertEquals("gateway.war is not deployed at the root context", none.body());
        int threads = 0;
        for (int i = 0; i < TIMES; i++) {
            jetty.deploy();
            awaitStatus(200);
            jetty.undeploy();
            awaitStatus(503);
            threads = i == 0 ? gatewayThreads() : threads;
        }
        assertTrue(gatewayThreads() <= threads + 2, "threads: " + threads + ", then " + gatewayThreads());
        StockJetty.await("the class loaders are collected", () -> classLoaders() <= 1);
    }

    private int gatewayThreads() throws Exception {
        return (int) jetty.jcmd("Thread.print")
                .lines()
                .filter(line -> line.startsWith("\"gatehouse"))
                .count();
    }

    /** Counted after a collection. */
    private int classLoaders() throws Exception {
        Matcher matcher = CONTEXT_LOADERS.matcher(jetty.jcmd("GC.class_histogram"));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
