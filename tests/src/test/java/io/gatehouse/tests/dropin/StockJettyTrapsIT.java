package io.gatehouse.tests.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.jetty.httpbin.HttpBin;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Jetty module on a server that starts under bad omens. */
class StockJettyTrapsIT {
    private static final String HOST = "httpbin.example.com";

    @TempDir
    private static Path directory;

    private static Visitor visitor;
    private static HttpBin upstream;
    private static ServerSocket taken;
    private static StockJetty jetty;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        visitor = new Visitor();
        upstream = HttpBin.start("127.0.0.1", 0);
        taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"));
        port = StockJetty.freePort();
        jetty = new StockJetty(directory.resolve("base")).unpack(Artifacts.jettyModule());
        jetty.addModules("gatehouse,ee10-proxy").deploy();
        jetty.configure(
                "seed.yaml",
                Resources.gateway("gateway", port, HOST)
                        + Resources.virtualService("routes", "gateway", HOST, upstream.port())
                        + "---\n" + Resources.gateway("late", taken.getLocalPort(), HOST)
                        + Resources.virtualService("late", "late", HOST, upstream.port()));
        jetty.with("gatehouse.admin=127.0.0.1:" + taken.getLocalPort()).start();
    }

    @AfterAll
    static void stop() throws Exception {
        jetty.close();
        upstream.close();
        taken.close();
    }

    @Test
    void portTakenAtTheStartHoldsUpNothingAndOpensOnceItIsFree() throws Exception {
        int late = taken.getLocalPort();
        StockJetty.await("the log names the port", () -> jetty.log().contains("0.0.0.0:" + late));
        assertEquals(200, visitor.get(port, HOST, "/status/200").status());
        taken.close();
        StockJetty.await(
                "the port opens", () -> visitor.get(late, HOST, "/status/200").status() == 200);
    }

    @Test
    void takenPortOfTheAdminServerIsTold() {
        assertTrue(jetty.log().contains("No admin server on 127.0.0.1:"), jetty.log());
    }

    @Test
    void proxyModuleOfJettyIsToldAndKeptFromTheGatewaysPorts() {
        assertTrue(jetty.log().contains("Another application is at the root beside gateway.war"), jetty.log());
        assertEquals(200, visitor.get(port, HOST, "/status/200").status());
    }
}
