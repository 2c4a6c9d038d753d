package io.gatehouse.tests.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.jetty.httpbin.HttpBin;
import io.gatehouse.tests.conformance.data.ClientResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gateway.war alone in a stock Jetty: what arrives on the container's ports. */
class StockJettyWarIT {
    private static final String HOST = "httpbin.example.com";

    @TempDir
    private static Path directory;

    private static Visitor visitor;
    private static HttpBin upstream;
    private static StockJetty jetty;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        visitor = new Visitor();
        upstream = HttpBin.start("127.0.0.1", 0);
        port = StockJetty.freePort();
        jetty = new StockJetty(directory.resolve("base"));
        jetty.addModules("server,http,http2c,ee10-deploy");
        jetty.deploy();
        jetty.configure(
                "seed.yaml",
                Resources.gateway("httpbin-gateway", 80, "*")
                        + Resources.virtualService("httpbin", "httpbin-gateway", HOST, upstream.port()));
        jetty.with("jetty.http.host=127.0.0.1")
                .with("jetty.http.port=" + port)
                .onJvm("-Dgatehouse.config=gatehouse")
                .onJvm("-Dgatehouse.access-log=access.json")
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        jetty.close();
        upstream.close();
    }

    @Test
    void seedIsServedOnTheContainersPort() {
        ClientResponse found = visitor.get(port, HOST, "/status/200");
        assertEquals(200, found.status(), jetty.log());
        assertEquals("envoy", Visitor.header(found, "server"));
        assertEquals(404, visitor.get(port, HOST, "/headers").status());
        assertEquals(
                404, visitor.get(port, "unknown.example.com", "/status/200").status());
    }

    @Test
    void requestsAreInTheGatewaysAccessLog() throws Exception {
        visitor.get(port, HOST, "/status/235");
        Path log = jetty.base().resolve("access.json");
        StockJetty.await(
                "the access log has the request",
                () -> Files.exists(log) && Files.readString(log).contains("/status/235"));
    }

    @Test
    void http2KeepsTheHost() {
        assertEquals(200, visitor.http2(port, HOST, "/status/200").status());
        assertEquals(
                404, visitor.http2(port, "unknown.example.com", "/status/200").status());
    }

    @Test
    void changedFilesAreServedWithinSeconds() throws Exception {
        jetty.configure(
                "more.yaml", Resources.virtualService("more", "httpbin-gateway", "more.example.com", upstream.port()));
        StockJetty.await(
                "the new host is served",
                () -> visitor.get(port, "more.example.com", "/status/200").status() == 200);
        jetty.configure("more.yaml", "");
        StockJetty.await(
                "the new host is gone",
                () -> visitor.get(port, "more.example.com", "/status/200").status() == 404);
    }
}
